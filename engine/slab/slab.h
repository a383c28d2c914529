/* engine/slab/slab.h - what the model keeps of small objects, and reading it.
 *
 * A *cache* (struct kmem_cache) hands out objects of one size.  It gets its memory
 * in *slabs*: blocks of the page allocator, cut into objects.  Which lists there are
 * between the two is the matter of the allocator: SLAB, SLUB or SLOB, one for each
 * machine (a test may mix them in one world).
 *
 *   cache ──┬── per CPU     SLUB: a slab, its free objects, a list of partial slabs
 *           │               SLAB: an array of free objects
 *           └── per node    SLUB: partial slabs      SLAB: partial, full and free slabs,
 *                                                          shared array, alien arrays
 *   SLOB: no caches to speak of; three lists of pages, in which all sizes lie.
 *
 * Slab entries.  Every frame of a slab has an entry in the pool: a descriptor (that
 * of the first frame, the head, counts), 4096 bytes of contents, and a map of the
 * objects in it that are allocated.  The bytes are true: the free pointers of SLUB,
 * the index lists of SLAB, SLOB's units, red zones and poison are read from them
 * and nowhere else, so that a CPU write which damages them has its consequences.
 * The frame finds its entry through its link (physical/page.h).
 *
 * Objects.  Outside, an object is the kernel's address of it (SIM_PAGE_OFFSET +
 * physical).  Inside, a *ref*: entry << 9 | offset in the frame / 8.  All objects of
 * all allocators start at multiples of 8.
 *
 * Leaves out: the bytes of kmalloc's whole blocks (krealloc loses them; what they would take of
 * the pool is for slabs), struct kmem_cache's own bytes (the fields are words here, though its
 * object is really allocated), cgroup accounting, KASAN, freelist randomisation and
 * hardening, percpu memory (array_cache and kmem_cache_cpu take no frames).
 *
 * Kernel: mm/slab.h, mm/slab_common.c, mm/slab.c, mm/slub.c, mm/slob.c.
 */
#pragma once

#include "engine/base/types.h"
#include "engine/physical/view.h"

#define SIM_CACHES_MAX      192u
#define SIM_SLAB_ENTRIES    16384u /* at most; 64 MiB of contents */
#define SIM_SLAB_NONE       UINT32_MAX
#define SIM_CACHE_NONE      UINT32_MAX
#define SIM_FRAME_OBJECTS   512u                 /* places for objects in a frame: multiples of 8 */
#define SIM_KMALLOC_MOST    (UINT64_C (1) << 22) /* KMALLOC_MAX_SIZE: a block of the highest order */
#define SIM_ZERO_SIZE_PTR   UINT64_C (16) /* what kmalloc (0) gives: holds nothing, may be freed */
#define SIM_SLAB_ORDER_MOST 3u            /* of SLUB; more only for an object that needs it */

#define SIM_ARRAY_MOST  120u /* limit of a CPU's array */
#define SIM_SHARED_MOST 480u
#define SIM_ALIEN_MOST  12u

typedef uint32_t sim_ref;
#define SIM_REF_NONE            UINT32_MAX
#define SIM_REF(entry, granule) ((sim_ref) ((entry) << 9 | (granule)))
#define SIM_REF_ENTRY(ref)      ((ref) >> 9)
#define SIM_REF_OFFSET(ref)     (((ref) &511u) * 8u) /* bytes, in the frame */

/* --- words --- */

/* enum slab_state */
enum sim_slab_state { SIM_SLAB_DOWN, SIM_SLAB_PARTIAL, SIM_SLAB_PARTIAL_NODE, SIM_SLAB_UP };

/* Whose cache it is; kmalloc's have the index of their size in `number`. */
enum sim_cache_role {
  SIM_CACHE_UNUSED,
  SIM_CACHE_USER, /* kmem_cache_create (); has a name of its own */
  SIM_CACHE_KMEM_CACHE,
  SIM_CACHE_KMEM_CACHE_NODE,
  SIM_CACHE_KMALLOC,
  SIM_CACHE_KMALLOC_RECLAIM,
  SIM_CACHE_KMALLOC_DMA,
  SIM_CACHE_ROLES,
};
#define SIM_KMALLOC_TYPES 3u

/* SLAB_* flags of include/linux/slab.h that the model knows. */
#define SIM_SLAB_CONSISTENCY_CHECKS UINT32_C (0x00000100)
#define SIM_SLAB_RED_ZONE           UINT32_C (0x00000400)
#define SIM_SLAB_POISON             UINT32_C (0x00000800)
#define SIM_SLAB_KMALLOC            UINT32_C (0x00001000)
#define SIM_SLAB_HWCACHE_ALIGN      UINT32_C (0x00002000)
#define SIM_SLAB_CACHE_DMA          UINT32_C (0x00004000)
#define SIM_SLAB_STORE_USER         UINT32_C (0x00010000)
#define SIM_SLAB_RECLAIM_ACCOUNT    UINT32_C (0x00020000)
#define SIM_SLAB_PANIC              UINT32_C (0x00040000)
#define SIM_SLAB_TYPESAFE_BY_RCU    UINT32_C (0x00080000)
#define SIM_SLAB_MEM_SPREAD         UINT32_C (0x00100000)
#define SIM_SLAB_DEBUG_FLAGS                                                                       \
  (SIM_SLAB_CONSISTENCY_CHECKS | SIM_SLAB_RED_ZONE | SIM_SLAB_POISON | SIM_SLAB_STORE_USER)
#define SIM_SLAB_FLAGS_ALL                                                                         \
  (SIM_SLAB_DEBUG_FLAGS | SIM_SLAB_KMALLOC | SIM_SLAB_HWCACHE_ALIGN | SIM_SLAB_CACHE_DMA |         \
   SIM_SLAB_RECLAIM_ACCOUNT | SIM_SLAB_PANIC | SIM_SLAB_TYPESAFE_BY_RCU | SIM_SLAB_MEM_SPREAD)
/* SLAB_FLAGS_PERMITTED: what one may ask of kmem_cache_create (). */
#define SIM_SLAB_FLAGS_PERMITTED (SIM_SLAB_FLAGS_ALL & ~SIM_SLAB_KMALLOC)
/* What the allocators note in `flags` themselves. */
#define SIM_SLAB_CFLGS_OBJFREELIST UINT32_C (0x40000000) /* SLAB: index list in a free object */
#define SIM_SLAB_CFLGS_OFF         UINT32_C (0x80000000) /* SLAB: index list outside the slab */
#define SIM_SLAB_OBJECT_POISON     UINT32_C (0x80000000) /* SLUB: __OBJECT_POISON */
#define SIM_SLAB_CMPXCHG           UINT32_C (0x40000000) /* SLUB: __CMPXCHG_DOUBLE */

/* Where SLAB keeps the list of free indexes of a slab. */
enum sim_freelist_place { SIM_FREELIST_OBJECT, SIM_FREELIST_ON_SLAB, SIM_FREELIST_OFF_SLAB };

/* How an operation got or gave its object; counted in each cache. */
enum sim_slab_level {
  SIM_LEVEL_NONE,
  SIM_LEVEL_CPU,  /* 1: what the CPU has at hand, without a lock */
  SIM_LEVEL_NODE, /* 2: a slab that exists: partial lists, shared array */
  SIM_LEVEL_PAGE, /* 3: a slab from or to the page allocator */
  SIM_LEVELS,
};

/* struct kmem_cache. */
struct sim_kmem_cache {
  uint32_t role;      /* enum sim_cache_role */
  uint32_t number;    /* of its size, for kmalloc's */
  uint32_t name[2];   /* low and high word of a packed name (operation/operation.h) */
  uint32_t allocator; /* enum sim_slab_allocator */
  uint32_t refcount;  /* how many creations it serves: 1 + merged ones */
  uint32_t serial;    /* operation that made it */
  uint32_t self;      /* ref of the object its struct lies in, or SIM_REF_NONE: static */
  uint32_t flags, allocflags, ctor;
  uint32_t object_size; /* asked for */
  uint32_t size;        /* from one object to the next */
  uint32_t align;
  uint32_t inuse;  /* SLUB: end of what the user may use; metadata follows */
  uint32_t offset; /* SLUB: of the free pointer in the object */
  uint32_t red_left_pad;
  uint32_t oo_order, oo_objects, min_order, min_objects;    /* SLUB; SLAB: gfporder, num in oo_* */
  uint32_t min_partial, cpu_partial, cpu_partial_slabs;     /* SLUB */
  uint32_t colour, colour_off, left_over;                   /* SLAB: colours, step, bytes */
  uint32_t freelist_size, freelist_place, freelist_cache;   /* SLAB */
  uint32_t limit, batchcount, shared;                       /* SLAB */
  uint32_t alloc_level[SIM_LEVELS], free_level[SIM_LEVELS]; /* operations by the way they took */
};

/* struct kmem_cache_cpu (SLUB) and struct array_cache (SLAB) of one cache and CPU. */
struct sim_kmem_cache_cpu {
  uint32_t slab;     /* SLUB: entry of the active slab, or SIM_SLAB_NONE */
  uint32_t freelist; /* SLUB: ref of its first free object here, or SIM_REF_NONE */
  uint32_t partial;  /* SLUB: entry of the first partial slab of this CPU, or NONE; `next` chains */
  uint32_t partial_slabs;         /* SLUB: how many; counted as the kernel does */
  uint32_t avail, touched;        /* SLAB: objects in the array; used since the last reap */
  uint32_t entry[SIM_ARRAY_MOST]; /* SLAB: refs, bottom first; the last is handed out next */
};

/* Lists of slabs of a cache on a node. */
enum sim_slab_list { SIM_SLABS_PARTIAL, SIM_SLABS_FULL, SIM_SLABS_FREE, SIM_SLAB_LISTS };

struct sim_array { /* shared or alien */
  uint32_t avail, limit;
  uint32_t touched; /* shared: used since the last reap */
};

/* struct kmem_cache_node. */
struct sim_kmem_cache_node {
  uint32_t self;       /* ref of its object, or SIM_REF_NONE: static or none yet */
  uint32_t nr_partial; /* SLUB */
  uint32_t nr_slabs, total_objects;
  uint32_t free_slabs, free_objects, free_limit; /* SLAB */
  uint32_t colour_next;                          /* SLAB */
  uint32_t free_touched; /* SLAB: its free slabs were looked at since the last reap */
  struct sim_link head[SIM_SLAB_LISTS]; /* entries, or SIM_NODE_HEAD: the head itself */
  uint32_t has_shared;
  struct sim_array shared;
  uint32_t shared_entry[SIM_SHARED_MOST];
  struct sim_array alien[SIM_NODES_MAX]; /* limit 0: there is none */
  uint32_t alien_entry[SIM_NODES_MAX][SIM_ALIEN_MOST];
};

/* Where a slab is. */
enum sim_slab_where {
  SIM_SLAB_NOWHERE,   /* full and, without debugging, on no list (SLUB); a tail entry */
  SIM_SLAB_ACTIVE,    /* SLUB: the slab of CPU `cpu` */
  SIM_SLAB_CPU_LIST,  /* SLUB: on the partial list of CPU `cpu` */
  SIM_SLAB_NODE_LIST, /* on list `list` of its node */
};

/* struct slab, which overlays struct page; one for each entry of the pool. */
struct sim_slab {
  uint32_t cache; /* number + 1, or 0: the entry is unused (SLOB pages: SIM_CACHE_SLOB + 1) */
  uint32_t head;  /* entry of the slab's first frame; the other members count there only */
  uint32_t pfn;   /* of this frame */
  uint32_t order;
  uint32_t where; /* enum sim_slab_where */
  uint32_t list;  /* enum sim_slab_list, or SLOB's list */
  uint32_t cpu;
  uint32_t next, prev; /* entries or SIM_NODE_HEAD; next alone on a CPU's partial list */
  uint32_t inuse;      /* SLUB inuse, SLAB active, SLOB free units */
  uint32_t objects;
  uint32_t frozen;   /* SLUB */
  uint32_t freelist; /* SLUB: ref of the first free object; SLAB: of the index list when it is off
                        the slab or in an object; SLOB: of the first free block, in bytes */
  uint32_t s_mem;    /* SLAB: offset of object 0, the colour, in bytes */
  uint32_t colour;   /* SLAB: number of the colour */
  uint32_t serial;   /* operation that made the slab */
};
#define SIM_CACHE_SLOB 0xfffffffeu

/* SLOB's lists of pages, in the order of the kernel's names. */
enum sim_slob_list { SIM_SLOB_SMALL, SIM_SLOB_MEDIUM, SIM_SLOB_LARGE, SIM_SLOB_LISTS };

/* Found by debugging, newest last; what the kernel would write to its log. */
enum sim_slab_bug {
  SIM_BUG_NONE,
  SIM_BUG_LEFT_REDZONE,
  SIM_BUG_RIGHT_REDZONE,
  SIM_BUG_POISON,
  SIM_BUG_PADDING,      /* of an object */
  SIM_BUG_SLAB_PADDING, /* behind the last object */
  SIM_BUG_FREE_POINTER,
  SIM_BUG_DOUBLE_FREE,  /* "Object already free" */
  SIM_BUG_INVALID_FREE, /* "Invalid object pointer", "Freeing object not in slab" */
  SIM_BUG_WRONG_CACHE,
  SIM_BUG_FREELIST,       /* a free list that leads nowhere, or is not as long as it should be */
  SIM_BUG_NONE_ALLOCATED, /* "Slab has 0 allocated objects but 1 are to be freed" */
  SIM_BUG_DISABLED,       /* the slab was taken out of use before */
  SIM_BUGS,
};
#define SIM_REPORT_BYTES 64u
struct sim_slab_report {
  uint32_t bug;    /* enum sim_slab_bug */
  uint32_t serial; /* operation that found it */
  uint32_t cache;
  uint32_t object;          /* ref, or NONE: none, or not at a multiple of 8 */
  uint32_t slab;            /* entry */
  uint32_t from, to;        /* first and last+1 byte that differ, from the slab's start */
  uint32_t expected, found; /* byte */
  uint32_t bytes[SIM_REPORT_BYTES / 4]; /* of the slab from `from` on, as they were found; filled in
                                           by sim_slab_report () */
};
#define SIM_REPORTS_MAX 16u

/* At layout->slab.header. */
struct sim_slab_header {
  uint32_t state; /* enum sim_slab_state */
  uint32_t allocator;
  uint32_t cache_count; /* caches in use */
  uint32_t entry_top;   /* entries ever used */
  uint32_t entry_free;  /* first unused entry below the top, or NONE; `next` chains */
  uint32_t entries_used;
  uint32_t merge;       /* caches may be merged */
  uint32_t pages_taken; /* blocks asked of the world's page source (physical/load.h) */
  uint32_t tampered;    /* a CPU wrote over free pointers or the like: they may say anything */
  uint32_t kmalloc[SIM_KMALLOC_TYPES][16]; /* number + 1 of the cache by type and size index */
  struct sim_link slob[SIM_SLOB_LISTS];
  uint32_t
      reaps[SIM_CPUS_MAX]; /* SLAB: cache_reap () of each CPU; says whose alien array is next */
  uint32_t report_count;   /* ever; the last SIM_REPORTS_MAX are kept, at count % MAX */
  struct sim_slab_report report[SIM_REPORTS_MAX];
};

/* --- reading --- */

void sim_view_slab_header (const struct sim_view *view, struct sim_slab_header *out);

/* enum sim_cache_role; SIM_CACHE_UNUSED: there is no such cache. */
uint32_t sim_view_cache_role (const struct sim_view *view, uint32_t cache);
/* false: there is no such cache (out is zeroed). */
bool sim_view_cache (const struct sim_view *view, uint32_t cache, struct sim_kmem_cache *out);
void sim_view_cache_cpu (const struct sim_view *view, uint32_t cache, uint32_t cpu,
                         struct sim_kmem_cache_cpu *out);
void sim_view_cache_node (const struct sim_view *view, uint32_t cache, uint32_t node,
                          struct sim_kmem_cache_node *out);

/* Slabs of a cache on all nodes; 0 for one of SLOB's, and where there is no such cache. */
uint32_t sim_view_cache_slabs (const struct sim_view *view, uint32_t cache);

/* "kmalloc-96", "kmem_cache_node", or the name it was given. */
#define SIM_CACHE_NAME_BYTES 24u
void sim_cache_name (const struct sim_kmem_cache *cache, char name[SIM_CACHE_NAME_BYTES]);

/* Number of the cache called `name`, or SIM_CACHE_NONE. */
uint32_t sim_view_cache_find (const struct sim_view *view, const char *name);

void sim_view_slab (const struct sim_view *view, uint32_t entry, struct sim_slab *out);

/* Entry of frame `pfn` itself (sim_slab.head is its slab), or SIM_SLAB_NONE. */
uint32_t sim_view_slab_entry (const struct sim_view *view, sim_pfn pfn);

/* The slab that frame `pfn` belongs to; its entry is out->head.  false: to none, and *out is as
 * it was. */
bool sim_view_slab_of (const struct sim_view *view, sim_pfn pfn, struct sim_slab *out);

/* Entry of frame `number` of the slab that begins at entry `head`. */
uint32_t sim_view_slab_frame (const struct sim_view *view, const struct sim_slab *slab,
                              uint32_t number);

/* Node of its pages. */
uint32_t sim_view_slab_node (const struct sim_view *view, const struct sim_slab *slab);

/* Byte `offset` (from the start of the slab) of a slab. */
uint8_t sim_view_slab_byte (const struct sim_view *view, const struct sim_slab *slab,
                            uint32_t offset);

/* Objects of the slab that are allocated. */
uint32_t sim_view_slab_allocated (const struct sim_view *view, const struct sim_slab *slab);

uint64_t sim_view_ref_address (const struct sim_view *view, sim_ref ref);

/* What an object, or a place for one, is. */
enum sim_place_state {
  SIM_PLACE_ALLOCATED,
  SIM_PLACE_FREE,     /* on the slab's own free list */
  SIM_PLACE_FREE_CPU, /* on the free list of a CPU (SLUB), in a CPU's array (SLAB) */
  SIM_PLACE_FREE_SHARED,
  SIM_PLACE_FREE_ALIEN,
  SIM_PLACE_LOST, /* neither: behind a damaged free pointer, or in a slab taken out of use */
  SIM_PLACE_STATES,
};

/* One place of a slab.  For SLOB: one allocated piece or free block. */
struct sim_place {
  uint32_t index;  /* in the slab */
  uint32_t offset; /* from the slab's start to what the user gets, bytes */
  uint32_t size;   /* bytes the user may use */
  enum sim_place_state state;
  uint32_t cpu;   /* of FREE_CPU; node of SHARED and ALIEN */
  uint32_t order; /* place in its free list: 0 is handed out first */
  bool cached;    /* SLOB: allocated by kmem_cache_alloc (), so kfree () does not know its size */
};

/* All places of the slab whose head entry is `entry`, in order of address; at most `most`
 * are written.  Returns how many there are. */
uint32_t sim_view_slab_places (const struct sim_view *view, uint32_t entry, struct sim_place *place,
                               uint32_t most);

/* What the bytes are from one place of a cache to the next. */
enum sim_object_part {
  SIM_PART_LEFT_REDZONE,
  SIM_PART_OBJECT,
  SIM_PART_RIGHT_REDZONE,
  SIM_PART_ALIGNMENT,    /* up to the next word: nobody's */
  SIM_PART_FREE_POINTER, /* behind the object; see also .free_pointer */
  SIM_PART_TRACK_ALLOC,  /* who allocated it last: struct track */
  SIM_PART_TRACK_FREE,
  SIM_PART_ORIG_SIZE, /* of kmalloc's caches with SLAB_STORE_USER */
  SIM_PART_PADDING,
  SIM_OBJECT_PARTS,
};

/* struct track as the model fills it: where each number lies, and how long it is in all. */
#define SIM_TRACK_BYTES  32u
#define SIM_TRACK_SERIAL 0u  /* operation (in the kernel the caller), 0: none yet; 8 bytes */
#define SIM_TRACK_CPU    12u /* 4 bytes */

struct sim_object_layout {
  uint32_t size;   /* from one place to the next */
  uint32_t object; /* where in it the object begins; place.offset - this: where the whole begins */
  uint32_t free_pointer; /* likewise, of a free object; UINT32_MAX: none (SLAB, SLOB) */
  uint32_t count;
  struct {
    enum sim_object_part part;
    uint32_t from, to;      /* bytes; to is the first one behind */
  } part[SIM_OBJECT_PARTS]; /* ascending, without gaps, none empty */
};
/* false: there is no such cache. */
bool sim_view_object_layout (const struct sim_view *view, uint32_t cache,
                             struct sim_object_layout *out);
void sim_object_layout (const struct sim_kmem_cache *cache, struct sim_object_layout *out);

/* What lies at a kernel address.  `slab` NONE: no small object there (but perhaps a large
 * one, see sim_view_block ()). */
struct sim_located {
  uint32_t cache, slab; /* numbers; slab is the head entry */
  bool found;           /* `place` is right; false: between objects */
  struct sim_place place;
  uint32_t byte; /* of the address in the place */
};
void sim_view_locate (const struct sim_view *view, uint64_t address, struct sim_located *out);

/* /proc/slabinfo's counts of one cache. */
struct sim_slabinfo {
  uint32_t active_objs, num_objs, objsize, objperslab, pagesperslab;
  uint32_t limit, batchcount, shared;
  uint32_t active_slabs, num_slabs, sharedavail;
};
void sim_view_slabinfo (const struct sim_view *view, uint32_t cache, struct sim_slabinfo *out);

/* The invariants S1 ... of small objects (engine/README.md), as sim_view_check (). */
const char *sim_view_slab_check (const struct sim_view *view, struct sim_object *where);

/* kmalloc_index (): the number of the size for this allocator, or 0 where kmalloc goes to
 * the page allocator. */
uint32_t sim_kmalloc_index (enum sim_slab_allocator allocator, uint64_t size);
/* What a request of `size` bytes would get, from caches as boot makes them: bytes of the
 * object, or of the whole block for a large one. */
uint64_t sim_kmalloc_size (enum sim_slab_allocator allocator, uint64_t size);
