package io.atoll.bench.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What came of one workload on one side; a line of JSON on its way between processes. */
final class Figures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Figure, Double> values = new EnumMap<>(Figure.class);

  void put(Figure figure, double value) {
    values.put(figure, value);
  }

  /** Null when that was not measured. */
  Double get(Figure figure) {
    return values.get(figure);
  }

  /** Throughput, processor time and, where they were measured, latencies. */
  void put(Tally tally, ProcessFigures used) {
    put(tally.operations(), tally.seconds(), used);
    Histogram latencies = tally.latencies();
    if (latencies != null) {
      put(Figure.P50_MICROS, latencies.getValueAtPercentile(50) / 1e3);
      put(Figure.P99_MICROS, latencies.getValueAtPercentile(99) / 1e3);
      put(Figure.P999_MICROS, latencies.getValueAtPercentile(99.9) / 1e3);
      put(Figure.MAX_MICROS, latencies.getMaxValue() / 1e3);
    }
  }

  void put(long operations, double seconds, ProcessFigures used) {
    put(Figure.OPS_PER_SECOND, operations / seconds);
    put(Figure.CPU_MICROS, used.cpuNanos() / 1e3 / operations);
  }

  String encode() throws JsonProcessingException {
    return JSON.writeValueAsString(values);
  }

  static Figures decode(String line) throws JsonProcessingException {
    Figures figures = new Figures();
    figures.values.putAll(JSON.readValue(line, new TypeReference<Map<Figure, Double>>() {}));
    return figures;
  }

  /** The median of each figure over several rounds. */
  static Figures median(List<Figures> rounds) {
    Figures medians = new Figures();
    for (Figure figure : Figure.values()) {
      List<Double> sorted = new ArrayList<>();
      for (Figures round : rounds) {
        if (round.get(figure) != null) {
          sorted.add(round.get(figure));
        }
      }
      if (!sorted.isEmpty()) {
        sorted.sort(null);
        int middle = sorted.size() / 2;
        medians.put(
            figure,
            sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
      }
    }
    return medians;
  }
}
