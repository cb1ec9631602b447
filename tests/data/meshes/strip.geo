// A rectangle, extruded along z.
Point(1) = {-5, -2, 0};
Point(2) = { 5, -2, 0};
Point(3) = { 5,  2, 0};
Point(4) = {-5,  2, 0};
Line(1) = {1, 2};
Line(2) = {2, 3};
Line(3) = {3, 4};
Line(4) = {4, 1};
Curve Loop(1) = {1, 2, 3, 4};
Plane Surface(1) = {1};

// Four by two quadrilaterals, twelve layers of hexahedra.
Transfinite Curve {1, 3} = 5;
Transfinite Curve {2, 4} = 3;
Transfinite Surface {1};
Recombine Surface {1};
body[] = Extrude {0, 0, 60} { Surface{1}; Layers{12}; Recombine; };

// Names: the two ends, the sides, and the volume.
Physical Surface("bottom")  = {1};
Physical Surface("top")     = {body[0]};
Physical Surface("surface") = {body[2], body[3], body[4], body[5]};
Physical Volume("tendon")   = {body[1]};
