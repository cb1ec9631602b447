// A bar of 10 x 6 x 40 mm in four hexahedra, for the meshes in this folder. README.md says how each is made.
DefineConstant[sign = {1, Name "sign of the entities in the physical surfaces"}];
DefineConstant[groups = {1, Name "number of physical groups that hold the volume"}];

Point(1) = {0, 0, 0};
Point(2) = {10, 0, 0};
Point(3) = {10, 6, 0};
Point(4) = {0, 6, 0};
Line(1) = {1, 2};
Line(2) = {2, 3};
Line(3) = {3, 4};
Line(4) = {4, 1};
Curve Loop(1) = {1, 2, 3, 4};
Plane Surface(1) = {1};
Transfinite Curve {1, 2, 3, 4} = 2;
Transfinite Surface {1};
Recombine Surface {1};
bar[] = Extrude {0, 0, 40} { Surface {1}; Layers {4}; Recombine; };

// Tags count per dimension: the volume has the tag of a surface.
Physical Surface("insertion", 1) = {sign * 1};
Physical Surface("proximal", 2) = {sign * bar[0]};
Physical Surface("surface", 3) = {sign * bar[2], sign * bar[3], sign * bar[4], sign * bar[5]};
Physical Volume("body", 3) = {bar[1]};
If (groups == 2)
  Physical Volume("tendon", 8) = {bar[1]};
  Physical Surface(9) = {1, bar[2]}; // without a name
EndIf
