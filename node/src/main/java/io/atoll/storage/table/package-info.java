/**
 * Sorted tables: immutable files of entries in blocks, with a filter and an index. Reading order:
 * {@link io.atoll.storage.table.EntryCursor}.
 */
package io.atoll.storage.table;
