"""Data of the city taken in from files: checked, shown, taken all or nothing, taken back."""
