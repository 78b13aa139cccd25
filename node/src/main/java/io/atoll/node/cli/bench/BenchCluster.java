package io.atoll.node.cli.bench;

import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param urls of nodes or a router, at least one
 * @param pids the processes whose time is counted, by name; empty where they are unknown
 */
record BenchCluster(List<String> urls, Map<String, Long> pids) {}
