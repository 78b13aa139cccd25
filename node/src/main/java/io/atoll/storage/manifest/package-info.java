/**
 * What a shard keeps on the disk: the tables it is made of, the ranges that were dropped, the holes
 * that damage has torn, and up to where the log is contained in them. Values, and the file that
 * holds them. Reading order: {@link io.atoll.storage.manifest.TableMeta}, {@link
 * io.atoll.storage.manifest.Mask}, {@link io.atoll.storage.manifest.Hole}.
 */
package io.atoll.storage.manifest;
