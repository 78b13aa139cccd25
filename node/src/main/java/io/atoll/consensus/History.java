package io.atoll.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The newest decided values: consecutive epochs, never none, bounded in number and bytes. */
final class History {
  private final int maxEpochs;
  private final int maxBytes;
  private final List<byte[]> values = new ArrayList<>();
  private long newestEpoch;

  /**
   * @param firstEpoch the epoch of the first value
   * @param values at least one
   */
  History(TopologyLogSettings settings, long firstEpoch, List<byte[]> values) {
    this.maxEpochs = settings.kept().epochs();
    this.maxBytes = settings.kept().bytes();
    this.values.addAll(values);
    this.newestEpoch = firstEpoch + values.size() - 1;
    forget();
  }

  long oldestEpoch() {
    return newestEpoch - values.size() + 1;
  }

  long newestEpoch() {
    return newestEpoch;
  }

  byte[] newest() {
    return values.getLast();
  }

  List<byte[]> values() {
    return List.copyOf(values);
  }

  /** The value of an epoch; empty when it is forgotten or not decided here. */
  Optional<byte[]> value(long epoch) {
    return epoch < oldestEpoch() || epoch > newestEpoch
        ? Optional.empty()
        : Optional.of(values.get((int) (epoch - oldestEpoch())));
  }

  /** Adds a later epoch; what is older is dropped when epochs between are missing. */
  void add(long epoch, byte[] value) {
    if (epoch != newestEpoch + 1) {
      values.clear();
    }
    values.add(value);
    newestEpoch = epoch;
    forget();
  }

  /** An answer to one who lacks an epoch and all later ones, bounded in bytes. */
  Message.Fetched since(long epoch) {
    long first = Math.max(epoch, oldestEpoch());
    List<byte[]> answer = new ArrayList<>();
    long bytes = 0;
    for (long e = first; e <= newestEpoch; e++) {
      byte[] value = values.get((int) (e - oldestEpoch()));
      bytes += value.length + Integer.BYTES;
      if (bytes > TopologyLogSettings.MAX_VALUE_BYTES && !answer.isEmpty()) {
        break;
      }
      answer.add(value);
    }
    return new Message.Fetched(newestEpoch, first, answer);
  }

  private void forget() {
    long bytes = values.stream().mapToLong(v -> v.length).sum();
    while (values.size() > 1 && (values.size() > maxEpochs || bytes > maxBytes)) {
      bytes -= values.removeFirst().length;
    }
  }
}
