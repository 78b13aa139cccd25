package io.atoll.cli.bench;

import java.util.List;

/**
 * Where a measurement was taken.
 *
 * @param via the protocol
 * @param addresses of nodes or a router
 * @param replication of the keyspace, such as {@code us=3}
 */
record BenchPlace(Via via, List<String> addresses, String replication) {}
