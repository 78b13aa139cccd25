/**
 * What a shard keeps on the disk: the tables it is made of, the ranges that were dropped, the
 * ranges that damage has left missing, and up to where the log is contained in them. Values, and
 * the file that holds them. What can fail is the disk, and a manifest that is damaged: then the
 * shard cannot be opened, because it is unknown which of its tables count.
 *
 * <p>Reading order: {@link io.atoll.storage.manifest.TableMeta}, {@link
 * io.atoll.storage.manifest.RangeTombstone}, {@link io.atoll.storage.manifest.MissingRange}, {@link
 * io.atoll.storage.manifest.ShardState} (what may happen to them), {@code FORMAT.md}, {@link
 * io.atoll.storage.manifest.ManifestFile}.
 */
package io.atoll.storage.manifest;
