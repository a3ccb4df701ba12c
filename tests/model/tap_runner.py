# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the unittest cases of a module and prints TAP, as the tests in C do."""

import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def report(self, word, test, note=''):
        print(f'{word} {self.testsRun} {test.id().rpartition(".")[2]}{note}', flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self.report('ok', test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.report('ok', test, f' # SKIP {reason}')

    def addFailure(self, test, err):
        super().addFailure(test, err)
        for line in ''.join(traceback.format_exception(*err)).splitlines():
            print(f'# {line}')
        self.report('not ok', test)

    addError = addFailure


def main(module='__main__'):
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[module])
    print(f'TAP version 14\n1..{suite.countTestCases()}', flush=True)
    result = TapResult()
    suite.run(result)
    sys.exit(not result.wasSuccessful())
