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
    if (key.key().length > MAX_KEY_BYTES) {
      return Future.failedFuture(
          new StorageException(StorageException.Reason.TOO_LARGE, "the key is too long"));
    }
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
    for (Map.Entry<StorageKey, byte[]> entry : values.entrySet()) {
      StorageKey key = entry.getKey();
      boolean left = range.after() == null || key.compareTo(range.after()) > 0;
      if (entry.getValue() != null
          && key.keyspaceId() == range.keyspaceId()
          && range.tokens().contains(key.token())
          && left
          && !visitor.visit(key.token(), key.key(), entry.getValue())) {
        return Future.succeededFuture(key);
      }
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> dropRange(int keyspaceId, TokenRange tokens) {
    values.keySet().removeIf(key -> key.keyspaceId() == keyspaceId && tokens.contains(key.token()));
    return Future.succeededFuture();
  }

  @Override
  public List<Integer> keyspaces() {
    return values.keySet().stream().map(StorageKey::keyspaceId).distinct().sorted().toList();
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
