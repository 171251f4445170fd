"""Plain values the rules are made of.

Days and calendars, amounts, lean records. They know no agreement.
"""
