/**
 * Sorted tables: immutable files of entries in blocks, with a filter and an index; {@code
 * FORMAT.md} beside this says how they lie on the disk. A table is written once, by one thread, and
 * read by any. What a file holds is believed only after its checksum, which is bound to the table
 * and the place in it; anything else is a {@link io.atoll.storage.table.DamagedTableException}.
 * Reading order: {@link io.atoll.storage.table.EntryCursor}, {@link
 * io.atoll.storage.table.TableWriter}, {@link io.atoll.storage.table.Table}, {@link
 * io.atoll.storage.table.BlockDecoder}, {@link io.atoll.storage.table.Block}, {@link
 * io.atoll.storage.table.Filter}, {@link io.atoll.storage.table.TableCursor}.
 */
package io.atoll.storage.table;
