package io.atoll.cli.bench.engine;

import java.util.SplittableRandom;

/** Reads and writes by chance, without end. */
public final class MixedWorkload implements Workload {
  private final double readShare;
  private final KeyChooser keys;
  private final SplittableRandom random;
  private OpKind kind;
  private long key;

  /**
   * @param readShare how many of the requests are reads, 0 to 1
   */
  public MixedWorkload(double readShare, KeyChooser keys, SplittableRandom random) {
    this.readShare = readShare;
    this.keys = keys;
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public void advance() {
    kind = random.nextDouble() < readShare ? OpKind.READ : OpKind.WRITE;
    key = keys.next(random);
  }

  @Override
  public OpKind kind() {
    return kind;
  }

  @Override
  public long key() {
    return key;
  }
}
