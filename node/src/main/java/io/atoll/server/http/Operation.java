package io.atoll.server.http;

import io.atoll.platform.http.RequestKind;

/** What a request is for: the {@code operation} label of the meters. */
enum Operation implements RequestKind {
  KV_GET("kv_get"),
  KV_PUT("kv_put"),
  KV_DELETE("kv_delete"),
  KEYSPACES("keyspaces"),
  CLUSTER("cluster"),
  RING("ring"),
  HINTS("hints"),
  REPAIR("repair"),
  HEALTH("health"),
  METRICS("metrics"),
  DOCUMENTS("documents"),
  /** No known route, or no HTTP at all. */
  NONE("none");

  private final String label;

  Operation(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }

  /** Whether it takes other nodes to answer: replicas, or voters for a keyspace. */
  boolean asksOthers() {
    return switch (this) {
      case KV_GET, KV_PUT, KV_DELETE, KEYSPACES -> true;
      case CLUSTER, RING, HINTS, REPAIR, HEALTH, METRICS, DOCUMENTS, NONE -> false;
    };
  }

  /** Probes are answered even when the node refuses work. */
  boolean isProbe() {
    return this == HEALTH || this == METRICS;
  }
}
