"""The workings of ``sensitivity``: inputs, their groups, designs, and boxes of conditions."""
