"""Damages agreed beforehand: on which days they accrue, in which periods, and what each Holder has.

`spells` finds the days, `periods` divides them, `accrual` makes money of them and keeps to the cap.
"""
