-- Rows that each output data set of examples/flights-etl must have, worked out by DuckDB from the raw CSV files alone.
--
--   SET VARIABLE data = 'examples/flights-etl/data';   -- the folder of the five CSV files
--   .read scripts/flights-oracle.sql
--
-- One statement, one result: (dataset, rows), by dataset. Files must have the expected columns and whole rows; the rules
-- are those that job2_transform.py lists, in its order.
WITH
raw_flights AS (
    SELECT *, row_number() OVER () AS line
    FROM read_csv(getvariable('data') || '/flights.csv', header = true, all_varchar = true, nullstr = ['NA', ''])
),
raw_weather AS (
    SELECT *, row_number() OVER () AS line
    FROM read_csv(getvariable('data') || '/weather.csv', header = true, all_varchar = true, nullstr = ['NA', ''])
),
raw_airports AS (
    SELECT *, row_number() OVER () AS line
    FROM read_csv(getvariable('data') || '/airports.csv', header = true, all_varchar = true, nullstr = ['NA', ''])
),
raw_airlines AS (
    SELECT *, row_number() OVER () AS line
    FROM read_csv(getvariable('data') || '/airlines.csv', header = true, all_varchar = true, nullstr = ['NA', ''])
),
raw_planes AS (
    SELECT *, row_number() OVER () AS line
    FROM read_csv(getvariable('data') || '/planes.csv', header = true, all_varchar = true, nullstr = ['NA', ''])
),

-- Reference tables: why a row cannot be used, by itself.
weather_alone AS (
    SELECT *,
        CASE
            WHEN origin IS NULL OR time_hour IS NULL THEN 'missing_value'
            WHEN list_contains(
                list_transform([year, month, day, hour, wind_dir], lambda x: x IS NOT NULL AND (try_cast(x AS INTEGER) IS NULL OR contains(x, '.'))), true)
              OR list_contains(
                list_transform([temp, dewp, humid, wind_speed, wind_gust, precip, pressure, visib], lambda x: x IS NOT NULL AND try_cast(x AS DOUBLE) IS NULL), true)
                THEN 'invalid_number'
            WHEN try_cast(time_hour AS TIMESTAMPTZ) IS NULL THEN 'invalid_date'
            WHEN length(origin) <> 3 THEN 'invalid_code'
            WHEN try_cast(temp AS DOUBLE) NOT BETWEEN -130 AND 135 OR try_cast(humid AS DOUBLE) NOT BETWEEN 0 AND 100
              OR try_cast(wind_speed AS DOUBLE) NOT BETWEEN 0 AND 254 OR try_cast(precip AS DOUBLE) NOT BETWEEN 0 AND 16
              OR try_cast(pressure AS DOUBLE) NOT BETWEEN 870 AND 1085 THEN 'implausible_measurement'
        END AS reason
    FROM raw_weather
),
airports_alone AS (
    SELECT *,
        CASE
            WHEN faa IS NULL OR name IS NULL THEN 'missing_value'
            WHEN list_contains(list_transform([alt, tz], lambda x: x IS NOT NULL AND (try_cast(x AS INTEGER) IS NULL OR contains(x, '.'))), true)
              OR list_contains(list_transform([lat, lon], lambda x: x IS NOT NULL AND try_cast(x AS DOUBLE) IS NULL), true)
                THEN 'invalid_number'
            WHEN length(faa) <> 3 THEN 'invalid_code'
        END AS reason
    FROM raw_airports
),
airlines_alone AS (
    SELECT *,
        CASE
            WHEN carrier IS NULL OR name IS NULL THEN 'missing_value'
            WHEN length(carrier) <> 2 THEN 'invalid_code'
        END AS reason
    FROM raw_airlines
),
planes_alone AS (
    SELECT *,
        CASE
            WHEN tailnum IS NULL THEN 'missing_value'
            WHEN list_contains(
                list_transform([year, engines, seats, speed], lambda x: x IS NOT NULL AND (try_cast(x AS INTEGER) IS NULL OR contains(x, '.'))), true)
                THEN 'invalid_number'
        END AS reason
    FROM raw_planes
),

-- One usable row for each key; which one does not change any count, except for the weather that flights meet.
weather AS (
    SELECT DISTINCT ON (origin, try_cast(time_hour AS TIMESTAMPTZ))
        origin, try_cast(time_hour AS TIMESTAMPTZ) AS at, try_cast(wind_speed AS DOUBLE) AS wind_speed,
        try_cast(visib AS DOUBLE) AS visib, try_cast(precip AS DOUBLE) AS precip
    FROM weather_alone WHERE reason IS NULL
    ORDER BY origin, try_cast(time_hour AS TIMESTAMPTZ), try_cast(year AS INTEGER), try_cast(month AS INTEGER),
        try_cast(day AS INTEGER), try_cast(hour AS INTEGER)
),
airports AS (SELECT DISTINCT faa FROM airports_alone WHERE reason IS NULL),
airlines AS (SELECT DISTINCT carrier FROM airlines_alone WHERE reason IS NULL),
planes AS (SELECT DISTINCT tailnum FROM planes_alone WHERE reason IS NULL),

flights_alone AS (
    SELECT f.*,
        try_cast(dep_time AS INTEGER) AS dep, try_cast(arr_time AS INTEGER) AS arr,
        try_cast(air_time AS INTEGER) AS air, try_cast(distance AS INTEGER) AS miles,
        list_transform([dep_time, sched_dep_time, arr_time, sched_arr_time], lambda x: try_cast(x AS INTEGER)) AS times,
        list_transform(
            [year, month, day, dep_time, sched_dep_time, dep_delay, arr_time, sched_arr_time, arr_delay, flight, air_time, distance],
            lambda x: x IS NOT NULL AND (try_cast(x AS INTEGER) IS NULL OR contains(x, '.'))) AS unreadable
    FROM raw_flights f
),
flights_judged AS (
    SELECT *,
        CASE
            WHEN year IS NULL OR month IS NULL OR day IS NULL OR sched_dep_time IS NULL OR sched_arr_time IS NULL
              OR carrier IS NULL OR flight IS NULL OR origin IS NULL OR dest IS NULL OR distance IS NULL
              OR time_hour IS NULL THEN 'missing_value'
            WHEN list_contains(unreadable, true) THEN 'invalid_number'
            WHEN try_cast(time_hour AS TIMESTAMPTZ) IS NULL
              OR try_cast(format('{:04d}-{:02d}-{:02d}', try_cast(year AS INTEGER), try_cast(month AS INTEGER), try_cast(day AS INTEGER)) AS DATE) IS NULL
                THEN 'invalid_date'
            WHEN length(carrier) <> 2 OR length(origin) <> 3 OR length(dest) <> 3 THEN 'invalid_code'
            WHEN list_contains(list_transform(times, lambda t: t < 0 OR t > 2400 OR t % 100 > 59), true) THEN 'invalid_time'
            WHEN miles <= 0 THEN 'negative_distance'
            WHEN air <= 0 THEN 'negative_air_time'
            WHEN miles * 60 > air * 700 THEN 'implausible_speed'
            WHEN arr IS NOT NULL AND dep IS NULL THEN 'arrival_without_departure'
            WHEN carrier NOT IN (SELECT carrier FROM airlines) THEN 'unknown_carrier'
            WHEN origin NOT IN (SELECT faa FROM airports) THEN 'unknown_origin'
        END AS reason
    FROM flights_alone
),
silver AS (
    SELECT DISTINCT
        f.year, f.month, f.day, f.carrier, f.flight, f.origin, f.dest, f.tailnum, f.dep_time, f.sched_dep_time, f.dep_delay,
        f.arr_time, f.sched_arr_time, f.arr_delay, f.air_time, f.distance, f.hour, f.minute, f.time_hour
    FROM flights_judged f WHERE reason IS NULL
),
gold AS (
    SELECT s.*,
        make_date(s.year::INTEGER, s.month::INTEGER, s.day::INTEGER) AS date,
        s.sched_dep_time::INTEGER // 100 AS departure_hour,
        CASE
            WHEN w.wind_speed IS NULL THEN 'unknown' WHEN w.wind_speed < 10 THEN '<10' WHEN w.wind_speed < 20 THEN '<20'
            WHEN w.wind_speed < 30 THEN '<30' ELSE 'more'
        END AS wind,
        CASE
            WHEN w.visib IS NULL THEN 'unknown' WHEN w.visib < 1 THEN '<1' WHEN w.visib < 5 THEN '<5' ELSE 'more'
        END AS visibility,
        CASE WHEN w.precip IS NULL THEN 'unknown' WHEN w.precip > 0 THEN 'yes' ELSE 'no' END AS rain
    FROM silver s LEFT JOIN weather w ON w.origin = s.origin AND w.at = s.time_hour::TIMESTAMPTZ
)
SELECT * FROM (
    SELECT 'bronze/flights' AS dataset, count(*) AS rows FROM raw_flights
    UNION ALL SELECT 'bronze/weather', count(*) FROM raw_weather
    UNION ALL SELECT 'bronze/airports', count(*) FROM raw_airports
    UNION ALL SELECT 'bronze/airlines', count(*) FROM raw_airlines
    UNION ALL SELECT 'bronze/planes', count(*) FROM raw_planes
    UNION ALL SELECT 'silver/flights', count(*) FROM silver
    UNION ALL SELECT 'rejects',
        (SELECT count(*) FROM raw_flights) - (SELECT count(*) FROM silver)
        + (SELECT count(*) FROM raw_weather) - (SELECT count(*) FROM weather)
        + (SELECT count(*) FROM raw_airports) - (SELECT count(*) FROM airports)
        + (SELECT count(*) FROM raw_airlines) - (SELECT count(*) FROM airlines)
        + (SELECT count(*) FROM raw_planes) - (SELECT count(*) FROM planes)
    UNION ALL SELECT 'gold/daily_carrier_performance', count(*) FROM (SELECT DISTINCT date, carrier FROM gold)
    UNION ALL SELECT 'gold/airport_delays', count(*) FROM (SELECT DISTINCT origin, date_part('isodow', date), departure_hour FROM gold)
    UNION ALL SELECT 'gold/route_stats', count(*) FROM (SELECT DISTINCT origin, dest FROM gold)
    UNION ALL SELECT 'gold/weather_impact', count(*) FROM (SELECT DISTINCT wind, visibility, rain FROM gold)
)
ORDER BY dataset;
