"""The canon's figures and orders written down a second time from the synopses, without sight of the canon sheets."""
