# SPDX-License-Identifier: MIT
# What README.md and docs/ name must be there. A check returns pairs of line and message.
use strict;
use warnings;

my $folders = qr{\.ci|config|docs|include|rules|scripts|src|systemd|tests};

# The names of all C++ files, without their folders.
my %sources = map { s{.*/}{}r => 1 } split /\0/,
    qx(find include src tests \\( -name '*.hpp' -o -name '*.cpp' \\) -print0);

# Paths (of a command, its program) and C++ files in backticks, and where links lead to. Fenced
# blocks show what somebody else may have; `<…>` in a path stands for any name.
sub check_page {
    my ($file) = @_;
    my $folder = $file =~ m{^(.*/)} ? $1 : '';
    open my $in, '<', $file or die "scripts/lint: cannot read $file: $!\n";
    my ($fenced, @found);
    while (my $line = <$in>) {
        $fenced = !$fenced if $line =~ /^\s*```/;
        next if $fenced;
        while ($line =~ /`([^`]+)`/g) {
            push @found, [$., "there is no $1"] if is_missing($1);
        }
        while ($line =~ /\]\(([^)#:]+)(?:#[^)]*)?\)/g) {
            push @found, [$., "the link leads nowhere: $1"] unless -e "$folder$1";
        }
    }
    return @found;
}

sub is_missing {
    my ($name) = @_;
    return !$sources{$name} if $name =~ /^\w+\.[ch]pp$/;
    return if $name !~ m{^(?:$folders)/} || $name =~ /</;
    return !grep { -e } glob $name =~ s{\s.*}{}r;
}

1;
