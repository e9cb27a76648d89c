"""SMS: how a page leaves the house. A port, an adapter that speaks through Twilio's own client, and a stand-in for Twilio."""
