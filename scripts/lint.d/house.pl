# SPDX-License-Identifier: MIT
# Who may include whom, and where SQL and the clock may be named (docs/architecture.md). A check
# returns pairs of line and message.
use strict;
use warnings;

my @layers = qw(base calendar model rules engine store notify web app);

# What a layer may include besides itself.
my %may_include = (
    base     => [],
    calendar => [qw(base)],
    model    => [qw(base calendar)],
    rules    => [qw(base calendar model)],
    engine   => [qw(base calendar model rules)],
    store    => [qw(base calendar model engine)],
    notify   => [qw(base calendar model engine)],
    web      => [qw(base calendar model engine)],
    app      => [qw(base calendar model rules engine store notify web)],
);

# Third-party headers and the layers that use the library. The first match counts. fmt, and
# what base shows in its public headers, may be used by all.
my @libraries = (
    [qr{^(fmt|spdlog)/}                    => 'fmt and spdlog',  @layers],
    [qr{^boost/(json|system|assert)(/|\.)} => 'Boost.JSON',      @layers],
    [qr{^boost/asio(/|\.)}                 => 'Boost.Asio',      qw(notify web app)],
    [qr{^boost/beast(/|\.)}                => 'Boost.Beast',     qw(web)],
    [qr{^boost/}                           => 'Boost',           qw(base store notify web app)],
    [qr{^sodium(\.h|/)}                    => 'libsodium',       qw(base)],
    [qr{^openssl/}                         => 'OpenSSL',         qw(base)],
    [qr{^date/}                            => 'date',            qw(calendar)],
    [qr{^libical/}                         => 'libical',         qw(calendar)],
    [qr{^yaml-cpp/}                        => 'yaml-cpp',        qw(rules)],
    [qr{^(kainjow/)?mustache\.hpp$}        => 'mustache',        qw(rules notify)],
    [qr{^soci/}                            => 'SOCI',            qw(store)],
    [qr{^(libpq-fe|libpq-events|pg_config)\.h|^postgresql/} => 'libpq', qw(store)],
    [qr{^curl/}                            => 'libcurl',         qw(notify)],
    [qr{^gmime/}                           => 'GMime',           qw(notify)],
    [qr{^systemd/}                         => 'libsystemd',      qw(app)],
    [qr{^CLI/}                             => 'CLI11',           qw(app)],
);
# The libraries that a public header of base may name.
my $public_in_base = qr{^spdlog/|^boost/(json|system|assert)(/|\.)};
# Headers of the system that have a folder of their own.
my $system_folder = qr{^(sys|netinet|arpa|net|linux|bits)/};

my $longest_file = 500;

sub check_form {
    my ($source) = @_;
    my ($path, $lines, @found) = @$source{qw(path lines)};
    my $header = $path =~ /\.hpp$/;
    push @found, [1, 'the licence is missing: begin with "// SPDX-License-Identifier: MIT"']
        if ($lines->[0] // '') ne '// SPDX-License-Identifier: MIT';
    push @found, [2, 'a public header says what it is for: one line of comment under the licence']
        if $path =~ m{^include/} && ($lines->[1] // '') !~ m{^// \S};
    push @found, [1, 'a header without an include guard: add "#pragma once"']
        if $header && $source->{text} !~ /^#pragma once$/m;
    for my $i (0 .. $#$lines) {
        push @found, [$i + 1, "$1 in a committed file: do it, or open an issue"]
            if $lines->[$i] =~ /\b(TODO|FIXME|XXX)\b/;
    }
    my $length = @$lines - 1;
    push @found, [$length, "warning: $length lines: split what is more than one noun"]
        if $length > $longest_file;
    return @found;
}

sub check_includes {
    my ($source) = @_;
    my $path  = $source->{path};
    my $layer = layer_of($path) or return;
    my @found;
    return [1, "'$layer' is no layer: docs/architecture.md has them"]
        unless $may_include{$layer};
    my $public = $path =~ m{^include/};
    for my $include (@{$source->{includes}}) {
        my ($line, $name) = @$include;
        my $message;
        if ($name =~ m{^steward/(\w+)/}) {
            $message = why_not_layer($layer, $1);
        } elsif ($name =~ m{^(\w+)/} && $may_include{$1} && -d "src/$1") {
            $message =
                $public ? "a public header includes the private \"$name\": move what it needs to "
                          . 'include/steward'
              : $1 ne $layer ? "\"$name\" is private to $1: what $layer needs of it belongs in "
                               . "include/steward/$1"
              : undef;
        } else {
            $message = why_not_library($layer, $public, $name);
        }
        push @found, [$line, $message] if $message;
    }
    return @found;
}

sub why_not_layer {
    my ($layer, $other) = @_;
    return if $layer eq $other;
    return "'$other' is no layer: docs/architecture.md has them" unless $may_include{$other};
    my @allowed = @{$may_include{$layer}};
    return if grep { $_ eq $other } @allowed;
    return "$layer must not include $other, only "
        . (@allowed ? join ', ', @allowed : 'itself')
        . ': move what both need down, or let the upper layer pass it in';
}

sub why_not_library {
    my ($layer, $public, $name) = @_;
    for my $library (@libraries) {
        my ($pattern, $called, @users) = @$library;
        next unless $name =~ $pattern;
        return "$layer uses $called, which is for " . join(', ', @users)
            . ' only: go through their headers'
            unless grep { $_ eq $layer } @users;
        return "a public header names $called: keep it in the .cpp or in a private header"
            if $public && !($layer eq 'base' && $name =~ $public_in_base);
        return;
    }
    return if $name !~ m{/} || $name =~ $system_folder;
    return "<$name> is of a library that scripts/lint does not know: add it there and in "
        . 'docs/architecture.md, with the layers that use it';
}

sub check_sql {
    my ($source) = @_;
    my $layer = layer_of($source->{path}) or return;
    return if $layer eq 'store' || $layer eq 'rules';
    my @found;
    for my $string (@{$source->{strings}}) {
        my ($line, $content) = @$string;
        push @found, [$line, 'SQL outside store and rules: ask for it through a port of engine']
            if $content =~ /^\s*select\s+\S|\bselect\b.+\bfrom\s+\w+\s+where\b/is
            || $content =~ /\binsert\s+into\b|\bupdate\s+\S+\s+set\b|\bdelete\s+from\b/i;
    }
    return @found;
}

# How long a transaction has lasted is a length: it decides nothing, and may be asked.
my $sql_clock = qr{(?<!clock_timestamp\(\)\ -\ )
                  \b(?:now|transaction_timestamp|statement_timestamp)\s*\(\s*\)
                  |\b(?:current_timestamp|current_date|localtimestamp)\b}xi;

sub check_clock {
    my ($source) = @_;
    my $path  = $source->{path};
    my $layer = layer_of($path) or return;
    return if $layer eq 'app' || $path =~ m{/base/logging};
    my @found;
    while ($source->{code} =~ /\b(system_clock\s*::\s*now|(?<![\w.>])time\s*\(\s*(?:nullptr|NULL|0)
                                |gettimeofday|clock_gettime)\b/xg) {
        push @found, [line_at($source->{code}, $-[0]),
            "$1 reads the machine's clock: take `now` as a parameter"];
    }
    for my $string (@{$source->{strings}}) {
        push @found, [$string->[0], "SQL that reads the clock ($1): bind `now`"]
            if $string->[1] =~ /\b(?:select|insert|update|delete|default|where|values)\b/i
            && $string->[1] =~ /($sql_clock)/;
    }
    return @found;
}

# A migration: comments may name now(), statements may not. What capture stamps is
# clock_timestamp(), which is allowed for that reason.
sub check_migration {
    my ($file) = @_;
    open my $in, '<', $file or die "scripts/lint: cannot read $file: $!\n";
    my @found;
    while (my $line = <$in>) {
        push @found, [1, 'a migration opens with a comment that says why']
            if $. == 1 && $line !~ /^--\s*\S/;
        $line =~ s/--.*//;
        push @found, [$., "SQL that reads the clock ($&): bind `now`"] if $line =~ $sql_clock;
    }
    return @found;
}

1;
