/* aws_data.h: the files of `gatehouse aws-data`, packed: a table that gen/aws_data.py makes of model/. */
#ifndef GH_SERVER_AWS_DATA_H
#define GH_SERVER_AWS_DATA_H

#include <stddef.h>

/** One file: SERVICE/VERSION/NAME. Without a name it is the endpoint rule set, which is written with the URL. */
struct aws_data_file {
    const char *service, *version, *name;
    size_t offset, size_bytes; /* in the unpacked data */
};

extern const struct aws_data_file aws_data_files[];
extern const size_t aws_data_files_count;
extern const unsigned char aws_data_packed[]; /* zlib */
extern const size_t aws_data_packed_bytes, aws_data_size_bytes;

#endif
