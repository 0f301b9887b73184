"""One room per board and per programme: what somebody changed reaches everybody who is looking, and no text is lost."""
