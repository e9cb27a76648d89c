"""Evidence on its way out: the installation's key, the seals, the check, the signed bundle, EIDO."""
