package io.atoll.bench.storage;

import java.nio.file.Path;

/**
 * Carries out one job in this process and prints its figures as one line of JSON behind {@value
 * #RESULT}. What was done before the measured part, to warm the code and the caches, is said at
 * each workload.
 */
final class Child {
  static final String RESULT = "figures: ";

  /** How many entries warm the code of the writing path, in a directory of their own. */
  private static final long WARM_UP_ENTRIES = 200_000;

  private static final double WARM_UP_SHARE = 0.25;
  private static final long MILLION = 1_000_000;

  private final Job job;
  private final Figures figures = new Figures();

  private Child(Job job) {
    this.job = job;
  }

  public static void main(String[] args) throws Exception {
    Job job = Job.decode(args[0]);
    System.out.println(RESULT + run(job).encode());
    if (job.workload() == Workload.CRASH) {
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
    System.exit(0);
  }

  static Figures run(Job job) throws Exception {
    Child child = new Child(job);
    child.carryOut();
    return child.figures;
  }

  private void carryOut() throws Exception {
    switch (job.workload()) {
      case SYNCED -> writeSynced(job.manyInFlight());
      case SYNCED_EQUAL -> writeSynced(job.threads());
      case FILL -> fill();
      case MEMORY -> measureMemory();
      case READS -> read(Load.eachOnce(job.entries(), 0, 1), randomReads().withSingle());
      case ABSENT -> {
        Load absent = randomReads().withAbsent().withSingle();
        read(absent, absent);
      }
      case SCAN -> scan();
      case COLD_READS -> {
        Load reads = randomReads();
        read(withSeconds(reads, job.seconds() * WARM_UP_SHARE), reads);
      }
      case MIX, MIX_ZGC -> mix();
      case CRASH -> fillAndStay();
      case REOPEN -> reopen();
    }
  }

  private Load randomReads() {
    return Load.random(job.entries(), 0, job.threads(), job.seconds(), job.seed());
  }

  private static Load withSeconds(Load load, double seconds) {
    return new Load(
        load.pattern(),
        load.entries(),
        load.writePercent(),
        load.synced(),
        load.inFlight(),
        load.single(),
        load.operations(),
        seconds,
        load.seed() + 1);
  }

  /** Warm-up: the same load for a quarter of the time. */
  private void writeSynced(int inFlight) throws Exception {
    Load load = Load.random(job.entries(), 100, inFlight, job.seconds(), job.seed()).withSynced();
    try (Contestant engine = job.open(false)) {
      engine.drive(withSeconds(load, job.seconds() * WARM_UP_SHARE));
      measure(engine, load);
    }
  }

  /** Warm-up: a small fill in another directory. */
  private void fill() throws Exception {
    Path scratch = Path.of(job.directory() + "-warm-up");
    long few = Math.min(WARM_UP_ENTRIES, job.entries());
    try (Contestant engine = job.open(scratch, true)) {
      engine.drive(Load.eachOnce(few, 100, job.inFlight()));
    }
    Directories.delete(scratch);
    ProcessFigures before = ProcessFigures.now();
    long begin = System.nanoTime();
    try (Contestant engine = job.open(true)) {
      measure(engine, Load.eachOnce(job.entries(), 100, job.inFlight()));
      engine.settle();
      double seconds = (System.nanoTime() - begin) / 1e9;
      figures.put(Figure.SETTLED_PER_SECOND, job.entries() / seconds);
    }
    ProcessFigures used = ProcessFigures.now().since(before);
    figures.put(Figure.WRITE_AMPLIFICATION, (double) used.deviceWriteBytes() / job.userBytes());
    figures.put(
        Figure.SPACE_AMPLIFICATION,
        (double) Directories.bytes(Path.of(job.directory())) / job.userBytes());
  }

  /** Filters, indexes and whatever else an engine keeps for its keys, with next to no cache. */
  private void measureMemory() throws Exception {
    long heapBefore = ProcessFigures.liveHeapBytes();
    long residentBefore = ProcessFigures.residentBytes();
    try (Contestant engine = job.open(true)) {
      engine.drive(Load.random(job.entries(), 0, 1, job.seconds() / 2, job.seed()).withSingle());
      double millions = (double) job.entries() / MILLION;
      long heap = ProcessFigures.liveHeapBytes() - heapBefore;
      long resident = ProcessFigures.residentBytes() - residentBefore;
      figures.put(Figure.HEAP_MIB_PER_MILLION, heap / millions / (1 << 20));
      figures.put(Figure.RESIDENT_MIB_PER_MILLION, resident / millions / (1 << 20));
    }
  }

  private void read(Load warmUp, Load load) throws Exception {
    try (Contestant engine = job.open(load.single())) {
      engine.drive(warmUp);
      ProcessFigures before = ProcessFigures.now();
      Tally tally = measure(engine, load);
      putReadBytes(ProcessFigures.now().since(before), tally.reads());
    }
  }

  /** Warm-up: one scan. */
  private void scan() throws Exception {
    try (Contestant engine = job.open(true)) {
      engine.scan();
      ProcessFigures before = ProcessFigures.now();
      long begin = System.nanoTime();
      long count = engine.scan();
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (count != job.entries()) {
        throw new IllegalStateException(
            "the scan showed " + count + " entries of " + job.entries());
      }
      figures.put(count, seconds, ProcessFigures.now().since(before));
    }
  }

  /** Warm-up: the same load for a few seconds. Amplification is that of the measured part. */
  private void mix() throws Exception {
    Load load = Load.random(job.entries(), 50, job.threads(), job.seconds(), job.seed());
    try (Contestant engine = job.open(false)) {
      engine.drive(withSeconds(load, Math.min(5, job.seconds() * WARM_UP_SHARE)));
      ProcessFigures before = ProcessFigures.now();
      try (Pauses pauses = new Pauses()) {
        Tally tally = measure(engine, load);
        pauses.stop();
        pauses.report(figures);
        ProcessFigures used = ProcessFigures.now().since(before);
        long written = tally.writes() * Entries.USER_BYTES;
        figures.put(Figure.WRITE_AMPLIFICATION, (double) used.deviceWriteBytes() / written);
        putReadBytes(used, tally.reads());
      }
    }
    figures.put(
        Figure.SPACE_AMPLIFICATION,
        (double) Directories.bytes(Path.of(job.directory())) / job.userBytes());
  }

  /** Leaves the engine open: the process is to end at once. */
  private void fillAndStay() throws Exception {
    Contestant engine = job.open(true);
    engine.drive(Load.eachOnce(crashEntries(), 100, job.inFlight()));
  }

  private void reopen() throws Exception {
    long begin = System.nanoTime();
    try (Contestant engine = job.open(true)) {
      figures.put(Figure.OPEN_MS, (System.nanoTime() - begin) / 1e6);
      engine.drive(Load.random(crashEntries(), 0, 1, 0.1, job.seed()).withSingle());
    }
  }

  private long crashEntries() {
    return Math.max(1, job.logBytes() / Entries.USER_BYTES);
  }

  private Tally measure(Contestant engine, Load load) throws Exception {
    ProcessFigures before = ProcessFigures.now();
    Tally tally = engine.drive(load);
    figures.put(tally, ProcessFigures.now().since(before));
    return tally;
  }

  private void putReadBytes(ProcessFigures used, long reads) {
    figures.put(Figure.READ_CALL_BYTES, (double) used.readCallBytes() / reads);
    figures.put(Figure.DEVICE_READ_BYTES, (double) used.deviceReadBytes() / reads);
  }
}
