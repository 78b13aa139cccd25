package io.atoll.chaos.history;

import io.atoll.causal.Siblings;
import io.atoll.replication.LocalReplicas;
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
  public Future<Void> merge(Keyspace keyspace, long token, byte[] key, Siblings theirs) {
    return real.merge(keyspace, token, key, theirs);
  }

  @Override
  public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
    real.write(keyspace, token, write, listener);
  }
}
