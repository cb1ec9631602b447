/* Prints shape, codes, sform and qform of NIfTI files as the NIfTI C library reads them. */
#include <nifti1_io.h>
#include <stdio.h>

static void print_affine(const char *name, const mat44 affine)
{
  printf("%s", name);
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 4; ++column)
      printf(" %.9g", affine.m[row][column]);
  printf("\n");
}

int main(int argc, char **argv)
{
  for (int file = 1; file < argc; ++file)
  {
    nifti_image *image = nifti_image_read(argv[file], 0);
    if (image == NULL)
      return 1;
    printf("shape %d %d %d\n", (int)image->nx, (int)image->ny, (int)image->nz);
    printf("codes %d %d units %d\n", image->sform_code, image->qform_code, image->xyz_units);
    print_affine("sform", image->sto_xyz);
    print_affine("qform", image->qto_xyz);
    nifti_image_free(image);
  }
  return 0;
}
