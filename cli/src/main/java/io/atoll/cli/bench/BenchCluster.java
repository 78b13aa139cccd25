package io.atoll.cli.bench;

import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param via how requests get there
 * @param urls of nodes or a router, at least one
 * @param contactPoints host:port of client ports; empty to ask the first of the urls for them
 * @param localDc of the client library, null for the nearest
 * @param pids the processes whose time is counted, by name; empty where they are unknown
 */
record BenchCluster(
    Via via,
    List<String> urls,
    List<String> contactPoints,
    String localDc,
    Map<String, Long> pids) {}
