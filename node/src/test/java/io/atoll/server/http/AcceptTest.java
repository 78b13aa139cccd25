package io.atoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
  private static final String MULTIPART = "multipart/mixed";
  private static final String JSON = "application/json";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                                                     | multipart/mixed",
        "application/json                                        | application/json",
        "APPLICATION/Json                                        | application/json",
        "application/json; charset=utf-8                         | application/json",
        "application/*                                           | application/json",
        "multipart/*                                             | multipart/mixed",
        "application/json, */*                                   | application/json",
        "application/json, multipart/mixed                       | multipart/mixed",
        "application/json;q=0.5, multipart/mixed;q=0.4           | application/json",
        "application/json;q=0.5, multipart/mixed                 | multipart/mixed",
        "application/json; Q=0.001, multipart/mixed; q=0         | application/json",
        "application/json;q=0, */*                               | multipart/mixed",
        "multipart/mixed;q=0, */*;q=0.1                          | application/json",
        "application/*;q=0.9, application/json;q=0.1, */*;q=0.5  | multipart/mixed",
        "text/html, image/gif, *; q=.2, */*; q=.2                | multipart/mixed",
        "application/json;q=.2, multipart/*;q=.1                 | application/json",
        "application/json;version=2, multipart/mixed;q=0.1       | multipart/mixed",
        "text/plain;a=\", application/json\", multipart/*;q=0.1  | multipart/mixed",
        "application/json;q=2, multipart/mixed;q=0.1             | multipart/mixed",
        "application/json;q=x                                    | multipart/mixed",
        ", ,                                                     | multipart/mixed",
        "*/json                                                  | multipart/mixed",
        "application/json;q=1.000, multipart/mixed;q=0.999       | application/json",
      })
  void theMostSpecificRangeSaysHowMuchAFormIsWanted(String field, String expected) {
    assertThat(Accept.of(List.of(field)).better(MULTIPART, JSON)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html",
        "application/json;q=0",
        "*/*;q=0",
        "*/*;q=0.0, text/*",
        "application/json;q=0, multipart/*;q=0.000, */*",
        "application/jsonp, multipart/mixed2",
      })
  void nothingFitsWhereNeitherIsAccepted(String field) {
    assertThat(Accept.of(List.of(field)).better(MULTIPART, JSON)).isNull();
  }

  @Test
  void severalFieldsAreOneList() {
    assertThat(Accept.of(List.of("multipart/*;q=0.1", "application/json")).better(MULTIPART, JSON))
        .isEqualTo(JSON);
    assertThat(Accept.of(List.of()).better(MULTIPART, JSON)).isEqualTo(MULTIPART);
  }
}
