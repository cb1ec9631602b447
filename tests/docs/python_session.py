"""Runs the Python blocks of a page, one after the other, in one interpreter.

Standard input brings a line of JSON per block: `code` (file), `page` and `line` (where it stands), `output` (file for
what it prints). The descriptor named on the command line gets `0`, or `1` after an exception, whose text is then the
end of `output`.
"""

import contextlib
import json
import os
import sys
import traceback

sys.path[0] = ""  # a reader's script lies in the folder where it is started
namespace = {"__name__": "__main__"}
for order in sys.stdin:
    block = json.loads(order)
    code = 0
    with open(block["code"], encoding="utf-8") as source:
        text = "\n" * (block["line"] - 1) + source.read()  # so that exceptions name the line of the page
    with open(block["output"], "w", encoding="utf-8") as output, \
            contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            exec(compile(text, block["page"], "exec"), namespace)
        except BaseException:
            traceback.print_exc()
            code = 1
    os.write(int(sys.argv[1]), f"{code}\n".encode())
