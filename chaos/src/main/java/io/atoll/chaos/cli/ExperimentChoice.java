package io.atoll.chaos.cli;

import io.atoll.chaos.Experiment;
import io.atoll.chaos.Experiments;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an experiment. */
final class ExperimentChoice implements ITypeConverter<Experiment> {
  @Override
  public Experiment convert(String text) {
    for (Experiment each : Experiments.ALL) {
      if (each.name().equals(text)) {
        return each;
      }
    }
    throw new TypeConversionException(
        "'%s' is not an experiment: must be %s"
            .formatted(
                text,
                Experiments.ALL.stream()
                    .map(Experiment::name)
                    .collect(Collectors.joining(" or "))));
  }
}
