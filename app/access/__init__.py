"""Who may ask: API keys, tokens of an identity provider, and what they allow. No HTTP, no SQL.

`docs/security.md` names the threat that each choice here answers.
"""
