package io.atoll.storage;

/**
 * What the engine did since it was opened, and holds; of a moment that is as old as the question
 * before. Immutable; what a part of the engine does not know is 0.
 */
public final class StorageStats {
  private static final StorageMetric[] METRICS = StorageMetric.values();

  private final long[] values;
  private final String readOnly;
  private final String failing;

  private StorageStats(long[] values, String readOnly, String failing) {
    this.values = values;
    this.readOnly = readOnly;
    this.failing = failing;
  }

  public long value(StorageMetric metric) {
    return values[metric.ordinal()];
  }

  /** Why writes are refused, or null while they are not. */
  public String readOnly() {
    return readOnly;
  }

  /** Why a flush, a manifest or a compaction failed and is tried again; null when none did. */
  public String failing() {
    return failing;
  }

  /** For a person to read: what is not 0. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("storage");
    for (StorageMetric metric : METRICS) {
      if (value(metric) != 0) {
        text.append(' ').append(metric).append('=').append(value(metric));
      }
    }
    return readOnly == null ? text.toString() : text.append(": ").append(readOnly).toString();
  }

  /** Puts stats together. Belongs to one thread. */
  public static final class Builder {
    private final long[] values = new long[METRICS.length];
    private String readOnly;
    private String failing;

    public Builder set(StorageMetric metric, long value) {
      values[metric.ordinal()] = value;
      return this;
    }

    /** Adds what another part of the engine holds and did. */
    public Builder plus(StorageStats part) {
      for (StorageMetric metric : METRICS) {
        int i = metric.ordinal();
        values[i] = metric.together(values[i], part.values[i]);
      }
      return failing(failing == null ? part.failing : failing);
    }

    /**
     * Says whether writes are refused.
     *
     * @param why null when they are not
     */
    public Builder readOnly(String why) {
      readOnly = why;
      return set(StorageMetric.WRITABLE, why == null ? 1 : 0);
    }

    /**
     * Says whether flushes, manifests or compactions fail.
     *
     * @param why null when they do not
     */
    public Builder failing(String why) {
      failing = why;
      return this;
    }

    /** Why they fail, as far as it was said; null when they do not. */
    public String failing() {
      return failing;
    }

    public StorageStats build() {
      return new StorageStats(values.clone(), readOnly, failing);
    }
  }
}
