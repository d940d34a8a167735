# SPDX-License-Identifier: MIT
# A C++ file as the checks of scripts/lint see it.
use strict;
use warnings;

# A file as the checks see it:
#   path     where it stands, or stands for
#   lines    its text, by line
#   code     its text with comments, literals and directives blanked; places are kept
#   strings  [line, content] of every string literal
#   includes [line, name] of every include
sub read_source {
    my ($file) = @_;
    open my $in, '<', $file or die "scripts/lint: cannot read $file: $!\n";
    my $text = do { local $/; <$in> };
    close $in;
    $text = '' unless defined $text;
    my $path = $text =~ m{^// stands for (\S+)$}m ? $1 : $file;
    my %source = (path => $path, text => $text, lines => [split /\n/, $text, -1]);
    @source{qw(code strings includes)} = split_source($text);
    return \%source;
}

sub blank { return $_[0] =~ s/[^\n]/ /gr }

sub split_source {
    my ($text) = @_;
    my ($code, $line, @strings, @includes) = ('', 1);
    # comment, include, directive, raw string (its tag and body), string, number with separators,
    # character, word, anything else
    while ($text =~ m{\G(?:
            (//(?:[^\\\n]|\\.)*|/\*.*?\*/)
          | (^[ \t]*\#[ \t]*include[^\n]*)
          | (^[ \t]*\#(?:[^\\\n]|\\.)*)
          | (\b(?:u8|[uUL])?R"([^()\\\s]{0,16})\((.*?)\)\g{5}")
          | ("(?:[^"\\\n]|\\.)*")
          | (\b[0-9][0-9a-fA-FxX]*(?:'[0-9a-fA-F]+)+)
          | ('(?:[^'\\\n]|\\.)+')
          | (\w+)
          | (.)
        )}gcxms) {
        my $piece = $&;
        my ($include, $raw, $body, $string, $char) = ($2, $4, $6, $7, $9);
        my $kept = defined $8 || defined $10 || defined $11;
        if (defined $include) {
            push @includes, [$line, $1] if $include =~ /["<]([^">]+)[">]/;
        } elsif (defined $raw) {
            push @strings, [$line, $body];
        } elsif (defined $string) {
            push @strings, [$line, substr $string, 1, -1];
        }
        if ($kept) {
            $code .= $piece;
        } elsif (defined $raw || defined $string || defined $char) {
            $code .= '"' . blank(substr $piece, 1, -1) . '"';
        } else {
            $code .= blank($piece);
        }
        $line += ($piece =~ tr/\n//);
    }
    return ($code, \@strings, \@includes);
}

sub line_at {
    my ($text, $place) = @_;
    return 1 + (substr($text, 0, $place) =~ tr/\n//);
}

sub layer_of {
    my ($path) = @_;
    return 'app' if $path eq 'src/main.cpp';
    return $path =~ m{^(?:src|include/steward)/(\w+)/} ? $1 : undef;
}

1;
