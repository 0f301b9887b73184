"""The domain: programmes, people, boards, commands and events. The only room besides `database` that speaks SQL."""
