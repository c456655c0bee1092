"""Files that came as evidence: read with suspicion, kept under names of our own, shown as pictures made here.

`reading` decides by the content what a file is · `office` looks into Word and Excel files, `workshop` opens PDF and
pictures in a process of its own · `names` cleans what a person called it · `store` keeps it · `previews` shows it ·
`counts` counts.
"""
