/**
 * What the values of replication cost on the path of a request: {@link
 * io.atoll.bench.replication.ReplicaSetBench} counts the same write with {@code ReplicaSet} and
 * with bare bits. It prints figures and judges none; {@code ReplicaSetBenchTest} sees that both
 * count the same.
 */
package io.atoll.bench.replication;
