package io.atoll.chaos.cli;

import io.atoll.chaos.Experiment;
import io.atoll.chaos.SessionExperiment;
import io.atoll.chaos.Verdict;
import io.atoll.chaos.session.Tampering;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Which experiment {@code atoll sim} runs. */
enum ExperimentChoice {
  /** Clients that talk to nodes directly. */
  STORE {
    @Override
    Verdict run(long seed, int dcs, int nodesPerDc) {
      return new Experiment(seed, dcs, nodesPerDc, hooks -> hooks).run();
    }
  },

  /** Users of the client library, in sessions. */
  SESSIONS {
    @Override
    Verdict run(long seed, int dcs, int nodesPerDc) {
      return new SessionExperiment(seed, dcs, nodesPerDc, Tampering.NONE).run();
    }
  };

  abstract Verdict run(long seed, int dcs, int nodesPerDc);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads its name. */
  static final class Converter implements ITypeConverter<ExperimentChoice> {
    @Override
    public ExperimentChoice convert(String text) {
      for (ExperimentChoice each : values()) {
        if (each.toString().equals(text)) {
          return each;
        }
      }
      throw new TypeConversionException(
          "'%s' is not an experiment: must be store or sessions".formatted(text));
    }
  }
}
