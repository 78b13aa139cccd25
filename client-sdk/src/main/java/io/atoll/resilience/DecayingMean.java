package io.atoll.resilience;

/**
 * An exponentially weighted moving mean that may decay while no samples come, so that what was slow
 * once is tried again. Used by one thread.
 */
public final class DecayingMean {
  private final double weight;
  private final Fade fade;
  private double value;
  private long sampledNanos;
  private boolean known;

  /**
   * One without samples.
   *
   * @param weight of the newest sample, above 0 to 1
   */
  public DecayingMean(double weight, Fade fade) {
    this.weight = weight;
    this.fade = fade;
  }

  /**
   * How a mean falls by half, again and again, while no samples come.
   *
   * @param halfLifeNanos above 0
   * @param fromNanos a shorter silence leaves it as it is
   */
  public record Fade(long halfLifeNanos, long fromNanos) {
    /** It stays as it is. */
    public static final Fade NEVER = new Fade(1, Long.MAX_VALUE);

    private double of(double value, long silentNanos) {
      return silentNanos < fromNanos
          ? value
          : value * Math.pow(0.5, (double) silentNanos / halfLifeNanos);
    }
  }

  /** The first sample is the mean; each later one moves it by its weight. */
  public void add(double sample, long nowNanos) {
    value = known ? value + weight * (sample - value) : sample;
    sampledNanos = nowNanos;
    known = true;
  }

  /** The next sample is weighed against what is left of the mean now, and not against all of it. */
  public void settle(long nowNanos) {
    value = faded(nowNanos);
    sampledNanos = nowNanos;
  }

  /** Makes it no less than a sample: a mean that is raised by each is their recent maximum. */
  public void raiseTo(double sample) {
    value = Math.max(value, sample);
  }

  public boolean isKnown() {
    return known;
  }

  /** The mean as of the newest sample; 0 while there is none. */
  public double value() {
    return value;
  }

  /** What is left of the mean now; 0 while there are no samples. */
  public double faded(long nowNanos) {
    return fade.of(value, nowNanos - sampledNanos);
  }
}
