package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.KeyFormat;
import io.atoll.ring.ConsistencyLevel;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The flags that say what is measured. All are texts, so that every mistake can be told at once.
 */
final class BenchOptions {
  private static final long MAX_KEYS = 1_000_000_000_000L;
  private static final int MAX_KEY_BYTES = 10 * 1024;
  private static final int MAX_VALUE_BYTES = 1 << 20;
  private static final int MAX_IN_FLIGHT = 100_000;
  private static final int CLOSED_IN_FLIGHT = 128;
  private static final int OPEN_IN_FLIGHT = 512;
  private static final double YCSB_THETA = 0.99;
  private static final long DAY_MS = 86_400_000;

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKLOAD",
      description = "reads, writes or mixed (half and half, or as --mix says); default: mixed.")
  private String workload;

  @Option(
      names = "--mix",
      paramLabel = "reads=N,writes=N",
      description = "Shares of reads and writes, such as reads=95,writes=5.")
  private String mix;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Requests in flight: the clients of a closed loop, default 128; the most that an open"
              + " loop may have, default 512.")
  private String inFlight;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "An open loop: so many requests a second, whatever the answers; latency counts from when"
              + " each should have been sent. Default: a closed loop.")
  private String rate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "How long is measured; default 30s, with --operations until these are done.")
  private String duration;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "The load before that, which is not measured; default 5s.")
  private String warmUp;

  @Option(
      names = "--operations",
      paramLabel = "N",
      description = "Measure so many requests; with --duration, whichever ends first.")
  private String operations;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many keys; default 100000.")
  private String keys;

  @Option(
      names = "--key-size",
      paramLabel = "BYTES",
      defaultValue = "16",
      description = "Length of a key; default 16.")
  private String keySize;

  @Option(
      names = "--distribution",
      paramLabel = "NAME",
      defaultValue = "uniform",
      description = "uniform, or zipfian[:THETA] for few hot keys, THETA 0.99 unless given.")
  private String distribution;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      defaultValue = "100",
      description = "Length of a value, or a range such as 50..500; default 100.")
  private String valueSize;

  @Option(names = "--compressible", description = "Values that a compressor makes half as long.")
  private boolean compressible;

  @Option(
      names = "--preload",
      negatable = true,
      description = "Write every key before, or not; default: if there are reads.")
  private Boolean preload;

  @Option(
      names = {"-k", "--keyspace"},
      paramLabel = "NAME",
      defaultValue = BenchKeyspace.DEFAULT,
      description = "The keyspace, made (lww) if it is not there; default: bench.")
  private String keyspace;

  @Option(
      names = "--replication",
      paramLabel = "DC=N",
      description = "Replicas per DC of a keyspace that is made; default: as the cluster has it.")
  private String replication;

  @Option(
      names = "--drop",
      description = "Drop the keyspace at the end; only bench, or one that was made by this run.")
  private boolean drop;

  @Option(
      names = {"-r", "--read"},
      paramLabel = "LEVEL",
      description = "Level of reads; default: as the keyspace has it.")
  private String readLevel;

  @Option(
      names = {"-w", "--write"},
      paramLabel = "LEVEL",
      description = "Level of writes; default: as the keyspace has it.")
  private String writeLevel;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      description =
          "How long a request may take, and in an open loop how long it may wait to be sent;"
              + " default 5s.")
  private String timeout;

  @Option(
      names = "--loops",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that send; default 1.")
  private String loops;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the chance by which keys and values are drawn; default 1.")
  private String seed;

  /** The settings, which mean something only if no mistake was found. */
  BenchSettings read(Flags flags) {
    double readShare = readShare(flags);
    double ratePerSecond = rate == null ? 0 : flags.decimal("--rate", rate, 0.001, 10_000_000);
    int threads = (int) flags.number("--loops", loops, 1, 256);
    long keyCount = flags.number("--keys", keys, 1, MAX_KEYS);
    int places =
        inFlight == null
            ? Math.max(threads, ratePerSecond > 0 ? OPEN_IN_FLIGHT : CLOSED_IN_FLIGHT)
            : (int) flags.number("--in-flight", inFlight, 1, MAX_IN_FLIGHT);
    if (places < threads) {
      flags.mistake("--loops %d: no more than --in-flight %d can have work", threads, places);
    }
    level(flags, "--read", readLevel);
    level(flags, "--write", writeLevel);
    return new BenchSettings(
        keys(flags, keyCount),
        new BenchSettings.ValueShape(
            flags.range("--value-size", valueSize, MAX_VALUE_BYTES), compressible),
        new BenchSettings.Load(readShare, places, ratePerSecond, timeoutMs(flags), threads),
        course(flags, readShare > 0),
        new BenchSettings.Keyspace(
            keyspace,
            replication == null ? Map.of() : flags.numbers("--replication", replication, 1_000),
            drop,
            readLevel,
            writeLevel));
  }

  private BenchSettings.Keys keys(Flags flags, long count) {
    return new BenchSettings.Keys(
        count,
        (int) flags.number("--key-size", keySize, KeyFormat.leastSize(count), MAX_KEY_BYTES),
        theta(flags));
  }

  private long timeoutMs(Flags flags) {
    String withUnit = timeout.matches("[0-9]+") ? timeout + "ms" : timeout;
    return flags.durationMs("--timeout", withUnit, 1, 30_000);
  }

  private BenchSettings.Course course(Flags flags, boolean reads) {
    long durationMs = durationMs(flags);
    return new BenchSettings.Course(
        preload == null ? reads : preload,
        flags.durationMs("--warm-up", warmUp, 0, DAY_MS),
        durationMs,
        operations == null ? Long.MAX_VALUE : flags.number("--operations", operations, 1, MAX_KEYS),
        flags.number("--seed", seed, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private long durationMs(Flags flags) {
    if (duration == null) {
      return operations == null ? 30_000 : 0;
    }
    return flags.durationMs("--duration", duration, 1, DAY_MS);
  }

  private double readShare(Flags flags) {
    String name = workload == null ? "mixed" : workload;
    if (!Set.of("reads", "writes", "mixed").contains(name)) {
      flags.mistake("workload '%s': must be reads, writes or mixed", name);
    } else if (mix != null && !name.equals("mixed")) {
      flags.mistake("--mix goes with the workload mixed, not with %s", name);
    }
    if (mix == null) {
      return name.equals("reads") ? 1 : name.equals("writes") ? 0 : 0.5;
    }
    Map<String, Integer> shares = new TreeMap<>(flags.numbers("--mix", mix, 1_000_000));
    int reads = shares.getOrDefault("reads", 0);
    int writes = shares.getOrDefault("writes", 0);
    shares.keySet().removeAll(Set.of("reads", "writes"));
    if (!shares.isEmpty() || reads + writes == 0) {
      flags.mistake("--mix '%s': must be shares, such as reads=95,writes=5", mix);
      return 1;
    }
    return (double) reads / (reads + writes);
  }

  private double theta(Flags flags) {
    if (distribution.equals("uniform")) {
      return 0;
    }
    if (distribution.equals("zipfian")) {
      return YCSB_THETA;
    }
    if (distribution.startsWith("zipfian:")) {
      return flags.decimal("--distribution", distribution.substring("zipfian:".length()), 0.01, 10);
    }
    flags.mistake("--distribution '%s': must be uniform, zipfian or zipfian:0.99", distribution);
    return 0;
  }

  private static void level(Flags flags, String flag, String text) {
    if (text != null) {
      try {
        ConsistencyLevel.parse(text);
      } catch (IllegalArgumentException e) {
        flags.mistake("%s: %s", flag, e.getMessage());
      }
    }
  }
}
