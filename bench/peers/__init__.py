"""The same demand in OpenFisca and in zen beside ours, by processor time of a determination."""
