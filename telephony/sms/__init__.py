"""SMS: how a page leaves the house. A port, an adapter on Twilio's own client, and a stand-in for Twilio."""
