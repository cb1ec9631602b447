"""The images of a simulation do not depend on the number of ranks. Needs the program: TENOGEN_EXECUTABLE."""

from __future__ import annotations

import unittest

import h5py
import numpy as np

from test_virtual_mri import IN_THE_BOX, Scratch, simulate


class VirtualMriOnRanks(Scratch):
    """The phantom on one rank, and on several."""

    def test_volumes_do_not_depend_on_the_ranks(self) -> None:
        settings = {"MRI/UTE/Write echoes": "true", "MRI/SNR [-]": 25, **IN_THE_BOX}
        with h5py.File(simulate(self.folder, "alone", settings)) as alone:
            for ranks in (2, 3):
                with h5py.File(simulate(self.folder, f"ranks{ranks}", settings, ranks)) as together:
                    self.assertEqual(list(alone), list(together))
                    for name in alone:
                        expected, found = alone[name][...], together[name][...]
                        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10 * np.nanmax(expected),
                                                   err_msg=name)


if __name__ == "__main__":
    unittest.main()
