/* ui/figures/palette.c - the palettes: values, and what is computed from colours.
 *
 * Order ramps run in lightness from far off the ground (order 0, torn memory)
 * to near it (the largest order), so that they survive every kind of colour
 * vision and a grey printer.
 */
#include "ui/figures/palette.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HEX(c)                                                                                     \
  {                                                                                                \
    ((c) >> 16 & 255) / 255.0, ((c) >> 8 & 255) / 255.0, ((c) &255) / 255.0                        \
  }
#define STYLE(a, b, c, w, p)                                                                       \
  {                                                                                                \
    .fill = HEX (a), .stroke = HEX (b), .text = HEX (c), .stroke_width = w, .pattern = p           \
  }

const struct fol_palette fol_palettes[FOL_THEME_COUNT] = {
  [FOL_THEME_LIGHT] = {
    .name = "light",
    .title = N_ ("Light"),
    .ground = HEX (0xf6f5f2),
    .surface = HEX (0xffffff),
    .raised = HEX (0xfbfaf8),
    .line = HEX (0xe3e0da),
    .ink = HEX (0x1e2226),
    .muted = HEX (0x646b73),
    .accent = HEX (0x0f6b63),
    .style = {
      [FOL_ROLE_NONE] = STYLE (0xffffff, 0xffffff, 0x1e2226, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CARD] = STYLE (0xffffff, 0xe3e0da, 0x1e2226, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_WELL] = STYLE (0xf6f5f2, 0xe3e0da, 0x646b73, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_FREE] = STYLE (0xeef2f5, 0xd3dbe2, 0x5f666e, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_UNMOVABLE] = STYLE (0xae510a, 0x8b4108, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MOVABLE] = STYLE (0x2f62c9, 0x244fa6, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_RECLAIMABLE] = STYLE (0x13805a, 0x0e6747, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_HIGHATOMIC] = STYLE (0xb02a5b, 0x8c2047, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CMA] = STYLE (0x0a7285, 0x085b6a, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ISOLATE] = STYLE (0x6e5a44, 0x574735, 0xffffff, 0, FOL_PATTERN_CROSS),
      [FOL_ROLE_PCP] = STYLE (0x7c4dd6, 0x6239b3, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_KERNEL] = STYLE (0x565e67, 0x41474e, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_USED] = STYLE (0x3e5568, 0x2f4251, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_IN_HAND] = STYLE (0xfff1d0, 0xf2a007, 0x7a4b00, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_RESERVED] = STYLE (0xeef2f5, 0xb3b9bf, 0x1e2226, 0, FOL_PATTERN_HATCH),
      [FOL_ROLE_HOLE] = STYLE (0xffffff, 0xd9d5ce, 0x646b73, 1, FOL_PATTERN_CROSS),
      [FOL_ROLE_ORDER_0 + 0] = STYLE (0x4a0638, 0x3b052d, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 1] = STYLE (0x6a0a38, 0x55082d, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 2] = STYLE (0x890f37, 0x6e0c2c, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 3] = STYLE (0x9d2e2b, 0x7e2522, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 4] = STYLE (0xb0461a, 0x8d3815, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 5] = STYLE (0xcd782f, 0xa46026, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 6] = STYLE (0xd19530, 0xa77726, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 7] = STYLE (0xd4af5f, 0xaa8c4c, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 8] = STYLE (0xd2c98b, 0xa8a16f, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 9] = STYLE (0xdddebb, 0xb1b296, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 10] = STYLE (0xe5f4ed, 0xb7c3be, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 0] = STYLE (0x8a5a00, 0x6e4800, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 1] = STYLE (0x0a7285, 0x085b6a, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 2] = STYLE (0x3b6fb0, 0x2f598d, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 3] = STYLE (0xa8407a, 0x863362, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_MIN] = STYLE (0xd9756b, 0x8f2f26, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_LOW] = STYLE (0xf2c2bb, 0xd9756b, 0x1e2226, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_HIGH] = STYLE (0xfbe6e2, 0xf2c2bb, 0x1e2226, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_REFUSED] = STYLE (0xb3261e, 0x8a1c16, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LINE] = STYLE (0xe3e0da, 0xe3e0da, 0x646b73, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_TITLE] = STYLE (0xffffff, 0x1e2226, 0x1e2226, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LABEL] = STYLE (0xffffff, 0x1e2226, 0x1e2226, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MUTED] = STYLE (0xffffff, 0x646b73, 0x646b73, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_VALUE] = STYLE (0xffffff, 0x1e2226, 0x1e2226, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ACCENT] = STYLE (0x0f6b63, 0x0f6b63, 0xffffff, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_NOW] = STYLE (0xfff4dc, 0xf2a007, 0x6b4300, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_BRANCH] = STYLE (0x7c4dd6, 0x7c4dd6, 0xffffff, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_SELECTION] = STYLE (0xe1f1ef, 0x0f6b63, 0x0f4f49, 2.5, FOL_PATTERN_NONE),
      [FOL_ROLE_HOVER] = STYLE (0xffffff, 0x646b73, 0x1e2226, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_CHANGED] = STYLE (0xffffff, 0x1e2226, 0x1e2226, 1.5, FOL_PATTERN_DOTS),
    },
  },
  [FOL_THEME_DARK] = {
    .name = "dark",
    .title = N_ ("Dark"),
    .ground = HEX (0x17191c),
    .surface = HEX (0x1f2226),
    .raised = HEX (0x25292e),
    .line = HEX (0x353a40),
    .ink = HEX (0xe9eaec),
    .muted = HEX (0xa3a9b0),
    .accent = HEX (0x4fc3b4),
    .style = {
      [FOL_ROLE_NONE] = STYLE (0x1f2226, 0x1f2226, 0xe9eaec, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CARD] = STYLE (0x1f2226, 0x353a40, 0xe9eaec, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_WELL] = STYLE (0x17191c, 0x353a40, 0xa3a9b0, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_FREE] = STYLE (0x2a2f35, 0x3d444c, 0xa3a9b0, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_UNMOVABLE] = STYLE (0xe08a3c, 0xb86c28, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MOVABLE] = STYLE (0x6c9bf5, 0x4a7ad6, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_RECLAIMABLE] = STYLE (0x46b98a, 0x32916b, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_HIGHATOMIC] = STYLE (0xee7fa6, 0xc75f85, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CMA] = STYLE (0x4fbfd3, 0x369aac, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ISOLATE] = STYLE (0xc2aa8c, 0x98836a, 0x17191c, 0, FOL_PATTERN_CROSS),
      [FOL_ROLE_PCP] = STYLE (0xad8bf2, 0x8a69cc, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_KERNEL] = STYLE (0x959da6, 0x757c85, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_USED] = STYLE (0x9db6cb, 0x7b93a7, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_IN_HAND] = STYLE (0x3a2f14, 0xf6b93b, 0xf6d48a, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_RESERVED] = STYLE (0x2a2f35, 0x7f8892, 0xe9eaec, 0, FOL_PATTERN_HATCH),
      [FOL_ROLE_HOLE] = STYLE (0x1f2226, 0x4d555e, 0xa3a9b0, 1, FOL_PATTERN_CROSS),
      [FOL_ROLE_ORDER_0 + 0] = STYLE (0xfce77f, 0xcab966, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 1] = STYLE (0xffcd6e, 0xcca458, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 2] = STYLE (0xffb35d, 0xcc8f4a, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 3] = STYLE (0xff9a64, 0xcc7b50, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 4] = STYLE (0xfa816a, 0xc86755, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 5] = STYLE (0xe3717d, 0xb65a64, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 6] = STYLE (0xcb618e, 0xa24e72, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 7] = STYLE (0x914780, 0x743966, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 8] = STYLE (0x6b4286, 0x56356b, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 9] = STYLE (0x4c3d6b, 0x5b6580, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 10] = STYLE (0x2c3751, 0x5b6580, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 0] = STYLE (0xd9a441, 0xae8334, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 1] = STYLE (0x4fbfd3, 0x3f99a9, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 2] = STYLE (0x7fa8e0, 0x6686b3, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 3] = STYLE (0xe08fbb, 0xb37296, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_MIN] = STYLE (0xa8463d, 0xe08a80, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_LOW] = STYLE (0x6e332d, 0xa8463d, 0xe9eaec, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_HIGH] = STYLE (0x45292a, 0x6e332d, 0xe9eaec, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_REFUSED] = STYLE (0xf2867c, 0xc2625a, 0x17191c, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LINE] = STYLE (0x353a40, 0x353a40, 0xa3a9b0, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_TITLE] = STYLE (0x1f2226, 0xe9eaec, 0xe9eaec, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LABEL] = STYLE (0x1f2226, 0xe9eaec, 0xe9eaec, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MUTED] = STYLE (0x1f2226, 0xa3a9b0, 0xa3a9b0, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_VALUE] = STYLE (0x1f2226, 0xe9eaec, 0xe9eaec, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ACCENT] = STYLE (0x4fc3b4, 0x4fc3b4, 0x10211f, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_NOW] = STYLE (0x3a2f14, 0xf6b93b, 0xf6d48a, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_BRANCH] = STYLE (0xad8bf2, 0xad8bf2, 0x17191c, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_SELECTION] = STYLE (0x163531, 0x4fc3b4, 0xa8e6dc, 2.5, FOL_PATTERN_NONE),
      [FOL_ROLE_HOVER] = STYLE (0x1f2226, 0xa3a9b0, 0xe9eaec, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_CHANGED] = STYLE (0x1f2226, 0xe9eaec, 0xe9eaec, 1.5, FOL_PATTERN_DOTS),
    },
  },
  [FOL_THEME_PRINT] = {
    .name = "print",
    .title = N_ ("Print"),
    .ground = HEX (0xffffff),
    .surface = HEX (0xffffff),
    .raised = HEX (0xffffff),
    .line = HEX (0xb8b8b8),
    .ink = HEX (0x000000),
    .muted = HEX (0x4a4a4a),
    .accent = HEX (0x00524b),
    .style = {
      [FOL_ROLE_NONE] = STYLE (0xffffff, 0xffffff, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CARD] = STYLE (0xffffff, 0xb8b8b8, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_WELL] = STYLE (0xf4f4f4, 0xb8b8b8, 0x4a4a4a, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_FREE] = STYLE (0xf5f5f5, 0x8a8a8a, 0x333333, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_UNMOVABLE] = STYLE (0x7a3300, 0x4f2100, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_MOVABLE] = STYLE (0xb9ccf2, 0x33558f, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_RECLAIMABLE] = STYLE (0x4f8f72, 0x2f5e4a, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_HIGHATOMIC] = STYLE (0xf2c4d3, 0x8c2047, 0x000000, 1, FOL_PATTERN_DOTS),
      [FOL_ROLE_CMA] = STYLE (0xcdebf0, 0x0a5b6a, 0x000000, 1, FOL_PATTERN_DOTS),
      [FOL_ROLE_ISOLATE] = STYLE (0xede4d8, 0x574735, 0x000000, 1, FOL_PATTERN_CROSS),
      [FOL_ROLE_PCP] = STYLE (0xe3d6fa, 0x5a35a6, 0x000000, 1, FOL_PATTERN_DOTS),
      [FOL_ROLE_KERNEL] = STYLE (0x4a4a4a, 0x222222, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_USED] = STYLE (0x8fa3b3, 0x3e5568, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_IN_HAND] = STYLE (0xfff1d0, 0xa86a00, 0x000000, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_RESERVED] = STYLE (0xffffff, 0x777777, 0x000000, 0.75, FOL_PATTERN_HATCH),
      [FOL_ROLE_HOLE] = STYLE (0xffffff, 0xaaaaaa, 0x333333, 0.75, FOL_PATTERN_CROSS),
      [FOL_ROLE_ORDER_0 + 0] = STYLE (0x310624, 0x1d0416, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 1] = STYLE (0x510b2b, 0x31071a, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 2] = STYLE (0x731233, 0x450b1f, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 3] = STYLE (0x8a2d2b, 0x531b1a, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 4] = STYLE (0xa2441f, 0x612913, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 5] = STYLE (0xc0783a, 0x734823, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 6] = STYLE (0xc69644, 0x775a29, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 7] = STYLE (0xd0b16f, 0x7d6a43, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 8] = STYLE (0xd7cc9b, 0x817a5d, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 9] = STYLE (0xe9e2ca, 0x8c8879, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 10] = STYLE (0xfafafa, 0x969696, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 0] = STYLE (0x8a5a00, 0x452d00, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 1] = STYLE (0xb5dde5, 0x5a6e72, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 2] = STYLE (0xd6e2f5, 0x6b717a, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 3] = STYLE (0xf2c9de, 0x79646f, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_MIN] = STYLE (0x9a9a9a, 0x333333, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_LOW] = STYLE (0xc8c8c8, 0x666666, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_HIGH] = STYLE (0xe6e6e6, 0x888888, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_REFUSED] = STYLE (0x000000, 0x000000, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LINE] = STYLE (0xb8b8b8, 0xb8b8b8, 0x4a4a4a, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_TITLE] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LABEL] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MUTED] = STYLE (0xffffff, 0x4a4a4a, 0x4a4a4a, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_VALUE] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ACCENT] = STYLE (0x00524b, 0x00524b, 0xffffff, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_NOW] = STYLE (0xfff4dc, 0xb87400, 0x000000, 2.5, FOL_PATTERN_NONE),
      [FOL_ROLE_BRANCH] = STYLE (0x5a35a6, 0x5a35a6, 0xffffff, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_SELECTION] = STYLE (0xffffff, 0x00524b, 0x000000, 3, FOL_PATTERN_NONE),
      [FOL_ROLE_HOVER] = STYLE (0xffffff, 0x4a4a4a, 0x000000, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_CHANGED] = STYLE (0xffffff, 0x000000, 0x000000, 1.5, FOL_PATTERN_DOTS),
    },
  },
  [FOL_THEME_CONTRAST_LIGHT] = {
    .name = "contrast-light",
    .title = N_ ("High contrast, light"),
    .ground = HEX (0xffffff),
    .surface = HEX (0xffffff),
    .raised = HEX (0xffffff),
    .line = HEX (0x767676),
    .ink = HEX (0x000000),
    .muted = HEX (0x333333),
    .accent = HEX (0x004d47),
    .style = {
      [FOL_ROLE_NONE] = STYLE (0xffffff, 0x767676, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CARD] = STYLE (0xffffff, 0x767676, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_WELL] = STYLE (0xffffff, 0x767676, 0x333333, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_FREE] = STYLE (0xffffff, 0x767676, 0x000000, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_UNMOVABLE] = STYLE (0x863e08, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_MOVABLE] = STYLE (0x264ea1, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_RECLAIMABLE] = STYLE (0x0e6044, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_HIGHATOMIC] = STYLE (0x95234d, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_CMA] = STYLE (0x085b6b, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ISOLATE] = STYLE (0x66543f, 0x000000, 0xffffff, 1, FOL_PATTERN_CROSS),
      [FOL_ROLE_PCP] = STYLE (0x643ead, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_KERNEL] = STYLE (0x515861, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_USED] = STYLE (0x3e5568, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_IN_HAND] = STYLE (0xffe9b8, 0x7a4b00, 0x000000, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_RESERVED] = STYLE (0xffffff, 0x555555, 0x000000, 1, FOL_PATTERN_HATCH),
      [FOL_ROLE_HOLE] = STYLE (0xffffff, 0x767676, 0x000000, 1, FOL_PATTERN_CROSS),
      [FOL_ROLE_ORDER_0 + 0] = STYLE (0x0a0107, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 1] = STYLE (0x3a051e, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 2] = STYLE (0x540922, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 3] = STYLE (0x611d1b, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 4] = STYLE (0x6d2b10, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 5] = STYLE (0x6c3f19, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 6] = STYLE (0xcf9430, 0x000000, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 7] = STYLE (0xd1ac5e, 0x000000, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 8] = STYLE (0xccc487, 0x000000, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 9] = STYLE (0xdbdcba, 0x000000, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 10] = STYLE (0xebf6f1, 0x000000, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 0] = STYLE (0x754d00, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 1] = STYLE (0x085b6b, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 2] = STYLE (0x2d5586, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 3] = STYLE (0x883463, 0x000000, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_MIN] = STYLE (0x99201a, 0x000000, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_LOW] = STYLE (0xf0b4ab, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_HIGH] = STYLE (0xfbdcd7, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_REFUSED] = STYLE (0x8a1008, 0x000000, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LINE] = STYLE (0x767676, 0x767676, 0x333333, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_TITLE] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LABEL] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MUTED] = STYLE (0xffffff, 0x333333, 0x333333, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_VALUE] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ACCENT] = STYLE (0x004d47, 0x004d47, 0xffffff, 2.5, FOL_PATTERN_NONE),
      [FOL_ROLE_NOW] = STYLE (0xffe9b8, 0xa85f00, 0x000000, 3.5, FOL_PATTERN_NONE),
      [FOL_ROLE_BRANCH] = STYLE (0x643ead, 0x643ead, 0xffffff, 2.5, FOL_PATTERN_NONE),
      [FOL_ROLE_SELECTION] = STYLE (0xffffff, 0x004d47, 0x000000, 3.5, FOL_PATTERN_NONE),
      [FOL_ROLE_HOVER] = STYLE (0xffffff, 0x000000, 0x000000, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_CHANGED] = STYLE (0xffffff, 0x000000, 0x000000, 1.5, FOL_PATTERN_DOTS),
    },
  },
  [FOL_THEME_CONTRAST_DARK] = {
    .name = "contrast-dark",
    .title = N_ ("High contrast, dark"),
    .ground = HEX (0x000000),
    .surface = HEX (0x000000),
    .raised = HEX (0x000000),
    .line = HEX (0x8c8c8c),
    .ink = HEX (0xffffff),
    .muted = HEX (0xd6d6d6),
    .accent = HEX (0x7fe8db),
    .style = {
      [FOL_ROLE_NONE] = STYLE (0x000000, 0x8c8c8c, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CARD] = STYLE (0x000000, 0x8c8c8c, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_WELL] = STYLE (0x000000, 0x8c8c8c, 0xd6d6d6, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_FREE] = STYLE (0x000000, 0x8c8c8c, 0xffffff, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_UNMOVABLE] = STYLE (0xe18e42, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_MOVABLE] = STYLE (0x6c9bf5, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_RECLAIMABLE] = STYLE (0x46b98a, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_HIGHATOMIC] = STYLE (0xee7fa6, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_CMA] = STYLE (0x4fbfd3, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ISOLATE] = STYLE (0xc2aa8c, 0xffffff, 0x000000, 1, FOL_PATTERN_CROSS),
      [FOL_ROLE_PCP] = STYLE (0xad8bf2, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_KERNEL] = STYLE (0x959da6, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_USED] = STYLE (0x9db6cb, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_IN_HAND] = STYLE (0x3a2a00, 0xffcf5c, 0xffffff, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_RESERVED] = STYLE (0x000000, 0xb0b0b0, 0xffffff, 1, FOL_PATTERN_HATCH),
      [FOL_ROLE_HOLE] = STYLE (0x000000, 0x8c8c8c, 0xffffff, 1, FOL_PATTERN_CROSS),
      [FOL_ROLE_ORDER_0 + 0] = STYLE (0xfef7d2, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 1] = STYLE (0xffe6b5, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 2] = STYLE (0xffd5a4, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 3] = STYLE (0xffc3a4, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 4] = STYLE (0xfcb3a5, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 5] = STYLE (0xeca1a9, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 6] = STYLE (0xdd96b4, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 7] = STYLE (0xbb8db1, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 8] = STYLE (0x673f80, 0xffffff, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 9] = STYLE (0x4b3c6a, 0xffffff, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 10] = STYLE (0x2c3650, 0xffffff, 0xffffff, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 0] = STYLE (0xd9a441, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 1] = STYLE (0x4fbfd3, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 2] = STYLE (0x7fa8e0, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 3] = STYLE (0xe08fbb, 0xffffff, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_MIN] = STYLE (0xf2867c, 0xffffff, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_LOW] = STYLE (0x6e2a24, 0xffffff, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_HIGH] = STYLE (0x45201d, 0xffffff, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_REFUSED] = STYLE (0xff9d93, 0xffffff, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LINE] = STYLE (0x8c8c8c, 0x8c8c8c, 0xd6d6d6, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_TITLE] = STYLE (0x000000, 0xffffff, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LABEL] = STYLE (0x000000, 0xffffff, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MUTED] = STYLE (0x000000, 0xd6d6d6, 0xd6d6d6, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_VALUE] = STYLE (0x000000, 0xffffff, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ACCENT] = STYLE (0x7fe8db, 0x7fe8db, 0x000000, 2.5, FOL_PATTERN_NONE),
      [FOL_ROLE_NOW] = STYLE (0x3a2a00, 0xffcf5c, 0xffffff, 3.5, FOL_PATTERN_NONE),
      [FOL_ROLE_BRANCH] = STYLE (0xad8bf2, 0xad8bf2, 0x000000, 2.5, FOL_PATTERN_NONE),
      [FOL_ROLE_SELECTION] = STYLE (0x000000, 0x7fe8db, 0xffffff, 3.5, FOL_PATTERN_NONE),
      [FOL_ROLE_HOVER] = STYLE (0x000000, 0xffffff, 0xffffff, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_CHANGED] = STYLE (0x000000, 0xffffff, 0xffffff, 1.5, FOL_PATTERN_DOTS),
    },
  },
  [FOL_THEME_PROJECTOR] = {
    .name = "projector",
    .title = N_ ("Projector"),
    .ground = HEX (0xffffff),
    .surface = HEX (0xffffff),
    .raised = HEX (0xffffff),
    .line = HEX (0x9a958c),
    .ink = HEX (0x000000),
    .muted = HEX (0x3c4248),
    .accent = HEX (0x00524b),
    .style = {
      [FOL_ROLE_NONE] = STYLE (0xffffff, 0x9a958c, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CARD] = STYLE (0xffffff, 0x9a958c, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_WELL] = STYLE (0xf2f0ec, 0x9a958c, 0x3c4248, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_FREE] = STYLE (0xf4f7f9, 0x7d8891, 0x24292e, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_UNMOVABLE] = STYLE (0x954609, 0x592a05, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MOVABLE] = STYLE (0x2a57b3, 0x19346b, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_RECLAIMABLE] = STYLE (0x106b4c, 0x0a402e, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_HIGHATOMIC] = STYLE (0xa52756, 0x631734, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_CMA] = STYLE (0x096678, 0x053d48, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ISOLATE] = STYLE (0x6e5a44, 0x423629, 0xffffff, 0, FOL_PATTERN_CROSS),
      [FOL_ROLE_PCP] = STYLE (0x7045c1, 0x432974, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_KERNEL] = STYLE (0x565e67, 0x34383e, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_USED] = STYLE (0x3e5568, 0x25333e, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_IN_HAND] = STYLE (0xffe9b8, 0xb36b00, 0x3d2600, 2.5, FOL_PATTERN_NONE),
      [FOL_ROLE_RESERVED] = STYLE (0xf4f7f9, 0x7d8891, 0x000000, 1, FOL_PATTERN_HATCH),
      [FOL_ROLE_HOLE] = STYLE (0xffffff, 0x9a958c, 0x24292e, 1, FOL_PATTERN_CROSS),
      [FOL_ROLE_ORDER_0 + 0] = STYLE (0x27031e, 0x190214, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 1] = STYLE (0x4b0728, 0x31051a, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 2] = STYLE (0x690b2a, 0x44071b, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 3] = STYLE (0x7a2421, 0x4f1715, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 4] = STYLE (0x8a3714, 0x5a240d, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 5] = STYLE (0x864f1f, 0x573314, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 6] = STYLE (0xbf882c, 0x7c581d, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 7] = STYLE (0xc3a158, 0x7f6939, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 8] = STYLE (0xc4bb82, 0x7f7a54, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 9] = STYLE (0xd2d2b1, 0x888873, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ORDER_0 + 10] = STYLE (0xdfede7, 0x919a96, 0x000000, 1, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 0] = STYLE (0x835500, 0x4f3300, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 1] = STYLE (0x096678, 0x053d48, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 2] = STYLE (0x325f96, 0x1e395a, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ZONE_0 + 3] = STYLE (0x983a6f, 0x5b2343, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_MIN] = STYLE (0xa02c23, 0x6b1c15, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_LOW] = STYLE (0xe89c93, 0xb8382e, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_BELOW_HIGH] = STYLE (0xf7cfc9, 0xe89c93, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_REFUSED] = STYLE (0x95140d, 0x6b0e09, 0xffffff, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LINE] = STYLE (0x9a958c, 0x9a958c, 0x3c4248, 1.5, FOL_PATTERN_NONE),
      [FOL_ROLE_TITLE] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_LABEL] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_MUTED] = STYLE (0xffffff, 0x3c4248, 0x3c4248, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_VALUE] = STYLE (0xffffff, 0x000000, 0x000000, 0, FOL_PATTERN_NONE),
      [FOL_ROLE_ACCENT] = STYLE (0x00524b, 0x00524b, 0xffffff, 3, FOL_PATTERN_NONE),
      [FOL_ROLE_NOW] = STYLE (0xffedc4, 0xe08a00, 0x3d2600, 4, FOL_PATTERN_NONE),
      [FOL_ROLE_BRANCH] = STYLE (0x7045c1, 0x7045c1, 0xffffff, 3, FOL_PATTERN_NONE),
      [FOL_ROLE_SELECTION] = STYLE (0xd3ebe8, 0x00524b, 0x000000, 4, FOL_PATTERN_NONE),
      [FOL_ROLE_HOVER] = STYLE (0xffffff, 0x24292e, 0x000000, 2, FOL_PATTERN_NONE),
      [FOL_ROLE_CHANGED] = STYLE (0xffffff, 0x000000, 0x000000, 1.5, FOL_PATTERN_DOTS),
    },
  },
};

int
fol_theme_find (const char *name)
{
  for (int i = 0; i < FOL_THEME_COUNT; i++)
    if (g_strcmp0 (fol_palettes[i].name, name) == 0)
      return i;
  return -1;
}

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
encoded (double channel)
{
  channel = CLAMP (channel, 0, 1);
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * pow (channel, 1 / 2.4) - 0.055;
}

double
fol_luminance (struct fol_colour colour)
{
  return 0.2126 * linear (colour.red) + 0.7152 * linear (colour.green) +
         0.0722 * linear (colour.blue);
}

double
fol_contrast (struct fol_colour a, struct fol_colour b)
{
  double x = fol_luminance (a), y = fol_luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

struct fol_colour
fol_style_flat (const struct fol_style *style)
{
  double share = style->pattern == FOL_PATTERN_NONE ? 0 : 0.6;

  return (struct fol_colour){
    style->fill.red + (style->stroke.red - style->fill.red) * share,
    style->fill.green + (style->stroke.green - style->fill.green) * share,
    style->fill.blue + (style->stroke.blue - style->fill.blue) * share,
  };
}

struct fol_colour
fol_colour_seen (struct fol_colour colour, enum fol_vision vision)
{
  static const double seen[][3][3] = {
    [FOL_VISION_USUAL] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
    [FOL_VISION_PROTAN] = { { 0.152286, 1.052583, -0.204868 },
                            { 0.114503, 0.786281, 0.099216 },
                            { -0.003882, -0.048116, 1.051998 } },
    [FOL_VISION_DEUTAN] = { { 0.367322, 0.860646, -0.227968 },
                            { 0.280085, 0.672501, 0.047413 },
                            { -0.011820, 0.042940, 0.968881 } },
    [FOL_VISION_TRITAN] = { { 1.255528, -0.076749, -0.178779 },
                            { -0.078411, 0.930809, 0.147602 },
                            { 0.004733, 0.691367, 0.303900 } },
  };
  const double in[3] = { linear (colour.red), linear (colour.green), linear (colour.blue) };
  double out[3];

  for (int i = 0; i < 3; i++)
    out[i] = encoded (seen[vision][i][0] * in[0] + seen[vision][i][1] * in[1] +
                      seen[vision][i][2] * in[2]);
  return (struct fol_colour){ out[0], out[1], out[2] };
}
