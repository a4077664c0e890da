/* A library of mathematics whose results are five units in the last place off, to be loaded before the system's (LD_PRELOAD): what changes
   with it depends on the system's bits. SeedBitsTests compiles it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

static double wrong(double x)
{
    uint64_t bits;
    if (!isfinite(x) || x == 0)
        return x;
    memcpy(&bits, &x, sizeof bits);
    bits += 5;
    memcpy(&x, &bits, sizeof bits);
    return x;
}

static float wrongf(float x)
{
    uint32_t bits;
    if (!isfinite(x) || x == 0)
        return x;
    memcpy(&bits, &x, sizeof bits);
    bits += 5;
    memcpy(&x, &bits, sizeof bits);
    return x;
}

#define NEXT(function, name) \
    if (!function) \
        function = dlsym(RTLD_NEXT, #name)

#define ONE(type, name, off) \
    type name(type x) \
    { \
        static type (*next)(type); \
        NEXT(next, name); \
        return off(next(x)); \
    }

#define TWO(type, name, off) \
    type name(type x, type y) \
    { \
        static type (*next)(type, type); \
        NEXT(next, name); \
        return off(next(x, y)); \
    }

#define BOTH(type, name, off) \
    void name(type x, type *sine, type *cosine) \
    { \
        static void (*next)(type, type *, type *); \
        NEXT(next, name); \
        next(x, sine, cosine); \
        *sine = off(*sine); \
        *cosine = off(*cosine); \
    }

#define EACH(of, number) of(double, number, wrong) of(float, number##f, wrongf)

EACH(ONE, acos) EACH(ONE, acosh) EACH(ONE, asin) EACH(ONE, asinh) EACH(ONE, atan) EACH(ONE, atanh) EACH(ONE, cbrt) EACH(ONE, cos)
EACH(ONE, cosh) EACH(ONE, exp) EACH(ONE, exp2) EACH(ONE, expm1) EACH(ONE, log) EACH(ONE, log10) EACH(ONE, log1p) EACH(ONE, log2)
EACH(ONE, sin) EACH(ONE, sinh) EACH(ONE, tan) EACH(ONE, tanh) EACH(TWO, atan2) EACH(TWO, hypot) EACH(TWO, pow) EACH(BOTH, sincos)
