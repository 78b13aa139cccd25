package io.atoll.chaos.history;

import io.atoll.causal.Siblings;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.Merged;
import io.atoll.replication.Raise;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.Keyspace;
import io.vertx.core.Future;

/** Passes every call on to the real replicas; experiments override what they observe or disturb. */
public class PassingReplicas implements LocalReplicas {
  private final LocalReplicas real;

  public PassingReplicas(LocalReplicas real) {
    this.real = real;
  }

  @Override
  public Future<Siblings> read(Keyspace keyspace, long token, byte[] key) {
    return real.read(keyspace, token, key);
  }

  @Override
  public Future<byte[]> readEncoded(Keyspace keyspace, long token, byte[] key) {
    return real.readEncoded(keyspace, token, key);
  }

  @Override
  public Future<Merged> merge(Keyspace keyspace, long token, byte[] key, Siblings theirs) {
    return real.merge(keyspace, token, key, theirs);
  }

  @Override
  public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
    real.write(keyspace, token, write, listener);
  }

  @Override
  public void rewrite(
      Keyspace keyspace, long token, WriteRequest write, Raise raise, WriteListener listener) {
    real.rewrite(keyspace, token, write, raise, listener);
  }
}
