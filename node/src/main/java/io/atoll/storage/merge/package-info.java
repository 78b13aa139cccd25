/**
 * The one k-way merge: {@link io.atoll.storage.merge.MergeCursor}, of which compaction and scans
 * differ only in what their {@link io.atoll.storage.merge.MergeSource}s do where something has to
 * be read.
 */
package io.atoll.storage.merge;
