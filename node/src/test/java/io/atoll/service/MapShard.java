package io.atoll.service;

import io.atoll.ring.TokenRange;
import io.atoll.storage.Durability;
import io.atoll.storage.RangeEstimate;
import io.atoll.storage.RangeIngest;
import io.atoll.storage.ScanRange;
import io.atoll.storage.ScanVisitor;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.atoll.storage.manifest.MissingRange;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A shard whose disk takes no time. */
final class MapShard implements StorageShard {
  private final Map<StorageKey, byte[]> values = new TreeMap<>();
  boolean failing;
  long writtenBytes;

  @Override
  public Future<byte[]> get(StorageKey key) {
    return Future.succeededFuture(values.get(key));
  }

  @Override
  public Future<byte[]> update(
      StorageKey key, Durability durability, UnaryOperator<byte[]> change) {
    byte[] changed;
    try {
      changed = change.apply(values.get(key));
    } catch (AssertionError defect) {
      return Future.failedFuture(defect);
    }
    if (failing) {
      return Future.failedFuture(
          new StorageException(StorageException.Reason.LOG_FAILED, "the log fails"));
    }
    values.put(key, changed);
    writtenBytes += changed == null ? 0 : changed.length;
    return Future.succeededFuture(changed);
  }

  @Override
  public Future<byte[]> put(StorageKey key, Durability durability, byte[] value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<StorageKey> scan(ScanRange range, ScanVisitor visitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> dropRange(int keyspaceId, TokenRange tokens) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Integer> keyspaces() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RangeEstimate estimate(int keyspaceId, TokenRange tokens) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RangeIngest ingest(int keyspaceId, TokenRange tokens) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MissingRange> missingRanges() {
    return List.of();
  }

  @Override
  public Future<Void> repaired(int keyspaceId, TokenRange tokens) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> flush() {
    throw new UnsupportedOperationException();
  }
}
